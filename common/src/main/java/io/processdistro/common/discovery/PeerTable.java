package io.processdistro.common.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The peers seen and not reported gone. Bounded: when {@value #PEERS_MAX} are known, further ones
 * are ignored, because on a sane network that many announcements are a flood. Thread-safe; the
 * listener is called outside of the lock.
 */
final class PeerTable {
  static final int PEERS_MAX = 1024;

  private record Key(String address, String name) {}

  private final Map<Key, Peer> peers = new LinkedHashMap<>();
  private final PeerListener listener;

  PeerTable(PeerListener listener) {
    this.listener = listener;
  }

  void seen(Peer peer) {
    synchronized (peers) {
      var key = new Key(peer.address(), peer.name());
      if (!peers.containsKey(key) && peers.size() >= PEERS_MAX) return;
      if (peer.equals(peers.put(key, peer))) return;
    }
    listener.peerSeen(peer);
  }

  /** All peers of that name: a goodbye does not say from which address. */
  void gone(String name) {
    List<Peer> removed;
    synchronized (peers) {
      removed = peers.values().stream().filter(peer -> peer.name().equals(name)).toList();
      peers.values().removeAll(removed);
    }
    removed.forEach(listener::peerGone);
  }

  List<Peer> list() {
    synchronized (peers) {
      return List.copyOf(peers.values());
    }
  }
}
