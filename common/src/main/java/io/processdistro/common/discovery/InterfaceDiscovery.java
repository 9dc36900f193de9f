package io.processdistro.common.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * mDNS on one address of this machine. Everything that comes in is bounded here: names and texts
 * are cut out if longer than {@value #TEXT_LENGTH_MAX} characters, properties beyond {@value
 * Advertisement#PROPERTIES_MAX} are dropped.
 */
final class InterfaceDiscovery {
  private static final Logger LOG = LoggerFactory.getLogger(InterfaceDiscovery.class);
  private static final int TEXT_LENGTH_MAX = 255;

  private final JmDNS jmdns;
  private final ServiceType wanted;
  private final PeerTable peers;

  /** Opens the sockets; the announcement is made on a thread of its own, for it takes seconds. */
  InterfaceDiscovery(
      InetAddress address,
      Optional<Advertisement> advertisement,
      ServiceType wanted,
      PeerTable peers)
      throws IOException {
    this.jmdns = JmDNS.create(address, hostLabel(address));
    this.wanted = wanted;
    this.peers = peers;
    jmdns.addServiceListener(wanted.dnsName(), new Listener());
    advertisement.ifPresent(
        known -> Thread.ofPlatform().daemon().name("mdns-announce").start(() -> announce(known)));
  }

  /** Unique per address, so that two processes of one machine need no probing contest. */
  private static String hostLabel(InetAddress address) {
    return "processdistro-"
        + address.getHostAddress().replace('.', '-')
        + "-"
        + ProcessHandle.current().pid();
  }

  private void announce(Advertisement own) {
    try {
      jmdns.registerService(
          ServiceInfo.create(
              own.type().dnsName(), own.name(), own.port(), 0, 0, new HashMap<>(own.properties())));
    } catch (IOException | RuntimeException e) {
      LOG.debug("mdns=announce-failed reason=\"{}\"", e.toString());
    }
  }

  /** Says goodbye; takes up to some seconds. */
  void close() {
    try {
      jmdns.close();
    } catch (IOException | RuntimeException e) {
      LOG.debug("mdns=close-failed reason=\"{}\"", e.toString());
    }
  }

  private final class Listener implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      jmdns.requestServiceInfo(event.getType(), event.getName());
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      peers.gone(event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      var info = event.getInfo();
      if (info.getName().length() > TEXT_LENGTH_MAX) return;
      for (var address : info.getInet4Addresses()) {
        peers.seen(
            new Peer(
                wanted,
                info.getName(),
                address.getHostAddress(),
                info.getPort(),
                properties(info)));
      }
    }

    private Map<String, String> properties(ServiceInfo info) {
      var texts = new HashMap<String, String>();
      for (var key : Collections.list(info.getPropertyNames())) {
        if (texts.size() == Advertisement.PROPERTIES_MAX) break;
        var text = info.getPropertyString(key);
        if (text != null && text.length() <= TEXT_LENGTH_MAX && key.length() <= TEXT_LENGTH_MAX) {
          texts.put(key, text);
        }
      }
      return texts;
    }
  }
}
