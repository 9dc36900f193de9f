package io.processdistro.node.cli;

import io.processdistro.common.discovery.Advertisement;
import io.processdistro.common.discovery.LocalNetworkDiscovery;
import io.processdistro.common.discovery.Peer;
import io.processdistro.common.discovery.PeerListener;
import io.processdistro.common.discovery.ServiceType;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerFinder;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.TokenFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this node on the local network and, if asked to, waits there for controllers. {@link
 * #await} and {@link #setAside} are for one thread.
 */
final class ControllerSearch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerSearch.class);

  private static final long PAUSE_SECONDS = 3;

  /** Whoever announces more spoofed controllers only has the rest forgotten. */
  private static final int ASIDE_MAX = 1_000;

  private final ControllerFinder finder;
  private final Optional<TokenFile> given;
  private final Path stateDirectory;
  private final BlockingQueue<Peer> seen = new LinkedBlockingQueue<>();
  private final Queue<ControllerAddress> aside = new ArrayDeque<>();
  private final Set<ControllerAddress> told = new HashSet<>();
  private final LocalNetworkDiscovery discovery;

  ControllerSearch(
      ControllerFinder finder,
      Optional<TokenFile> given,
      Path stateDirectory,
      Advertisement ownAdvertisement) {
    this.finder = finder;
    this.given = given;
    this.stateDirectory = stateDirectory;
    this.discovery =
        new LocalNetworkDiscovery(
            Optional.of(ownAdvertisement),
            Optional.empty(),
            ServiceType.CONTROLLER,
            new PeerListener() {
              @Override
              public void peerSeen(Peer peer) {
                seen.add(peer);
              }

              @Override
              public void peerGone(Peer peer) {}
            });
  }

  /** Begins to announce and to listen, on threads of its own. */
  void start() {
    discovery.start();
  }

  /**
   * Waits, for ever if need be, for a controller that may be the right one. Those that have just
   * been seen come first, then those that were set aside, each again after a pause.
   */
  ControllerTarget await() throws InterruptedException {
    LOG.info("looking for a controller on the local network (mDNS); --controller names one");
    while (true) {
      var peer = seen.poll(PAUSE_SECONDS, TimeUnit.SECONDS);
      var address = peer == null ? aside.poll() : addressOf(peer);
      if (address == null) continue;
      try {
        var target = finder.find(Optional.of(address), given, stateDirectory);
        if (target.isPresent()) return target.get();
      } catch (StateException e) {
        setAside(address, e.getMessage());
      }
    }
  }

  private static ControllerAddress addressOf(Peer peer) {
    return peer.port() < 1 ? null : new ControllerAddress(peer.address(), peer.port());
  }

  /** It could not be entered, which people are told once; it comes again after the others. */
  void setAside(ControllerAddress address, String reason) {
    if (aside.size() < ASIDE_MAX) aside.add(address);
    if (told.size() < ASIDE_MAX && told.add(address)) {
      LOG.warn("found controller={} but {} action=\"trying others\"", address, reason);
    }
  }

  @Override
  public void close() {
    discovery.close();
  }
}
