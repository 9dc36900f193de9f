package io.processdistro.controller.discovery;

import io.processdistro.common.discovery.Advertisement;
import io.processdistro.common.discovery.LocalNetworkDiscovery;
import io.processdistro.common.discovery.Peer;
import io.processdistro.common.discovery.PeerListener;
import io.processdistro.common.discovery.ServiceType;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.WireLimits;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's part in mDNS. A hint only: nothing is decided by it, and a controller that
 * listens on loopback alone takes no part.
 */
public final class ControllerDiscovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerDiscovery.class);
  private static final Pattern NODE_ID = Pattern.compile("[a-z2-7]{16}");
  private static final String ID_PROPERTY = "id";

  private final Optional<LocalNetworkDiscovery> network;

  private ControllerDiscovery(Optional<LocalNetworkDiscovery> network) {
    this.network = network;
  }

  /** Neither announces nor listens. */
  public static ControllerDiscovery none() {
    return new ControllerDiscovery(Optional.empty());
  }

  /**
   * Announces the controller and begins to listen for nodes; returns at once.
   *
   * @param bind the address it listens on; a wildcard for all
   */
  public static ControllerDiscovery start(InetAddress bind, int port, String hostName) {
    var advertisement =
        new Advertisement(
            ServiceType.CONTROLLER,
            NodeName.fromHostName(hostName).text(),
            port,
            Map.of("protocol", Integer.toString(WireLimits.PROTOCOL_MAJOR)));
    var network =
        new LocalNetworkDiscovery(
            Optional.of(advertisement), Optional.of(bind), ServiceType.NODE, new LoggingListener());
    network.start();
    return new ControllerDiscovery(Optional.of(network));
  }

  /** Nodes that announce themselves, connected or not. */
  public List<AnnouncedNode> nodes() {
    return network.map(LocalNetworkDiscovery::peers).orElse(List.of()).stream()
        .map(ControllerDiscovery::clean)
        .toList();
  }

  private static AnnouncedNode clean(Peer peer) {
    var id = Optional.ofNullable(peer.properties().get(ID_PROPERTY));
    return new AnnouncedNode(
        id.filter(text -> NODE_ID.matcher(text).matches()),
        NodeName.fromHostName(peer.name()).text(),
        peer.address());
  }

  @Override
  public void close() {
    network.ifPresent(LocalNetworkDiscovery::close);
  }

  private static final class LoggingListener implements PeerListener {
    @Override
    public void peerSeen(Peer peer) {
      LOG.debug("mdns=node-seen name={} address={}", clean(peer).name(), peer.address());
    }

    @Override
    public void peerGone(Peer peer) {
      LOG.debug("mdns=node-gone name={} address={}", clean(peer).name(), peer.address());
    }
  }
}
