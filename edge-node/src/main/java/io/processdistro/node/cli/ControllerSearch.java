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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this node on the local network and, if asked to, waits there for a controller that it
 * has a token for.
 */
final class ControllerSearch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerSearch.class);

  private final ControllerFinder finder;
  private final Optional<TokenFile> given;
  private final Path stateDirectory;
  private final BlockingQueue<Peer> seen = new LinkedBlockingQueue<>();
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

  /** Waits, for ever if need be, and tells about controllers that it cannot enter. */
  ControllerTarget await() throws InterruptedException {
    LOG.info("looking for a controller on the local network (mDNS); --controller names one");
    Set<ControllerAddress> told = new HashSet<>();
    while (true) {
      var peer = seen.take();
      if (peer.port() < 1) continue;
      var address = new ControllerAddress(peer.address(), peer.port());
      try {
        var target = finder.find(Optional.of(address), given, stateDirectory);
        if (target.isPresent() && target.get().token().isPresent()) return target.get();
        if (told.add(address)) {
          LOG.warn(
              "found controller={} but there is no token for it here: give a token for joining with --token-file",
              address);
        }
      } catch (StateException e) {
        if (told.add(address)) LOG.warn("found controller={} but {}", address, e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    discovery.close();
  }
}
