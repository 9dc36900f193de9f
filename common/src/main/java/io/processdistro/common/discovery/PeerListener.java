package io.processdistro.common.discovery;

/**
 * Hears of peers. Called on threads of the mDNS library, maybe on several at once and maybe
 * repeatedly for one peer; must not block.
 */
public interface PeerListener {
  void peerSeen(Peer peer);

  /**
   * It said goodbye or its record ran out. Only a hint: a crashed peer is reported late or never,
   * and a living one may be reported by mistake.
   */
  void peerGone(Peer peer);
}
