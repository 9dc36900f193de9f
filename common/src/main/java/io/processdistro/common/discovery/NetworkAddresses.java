package io.processdistro.common.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The IPv4 addresses of this machine on which multicast makes sense. */
public final class NetworkAddresses {
  private NetworkAddresses() {}

  /**
   * Addresses of interfaces that are up, can multicast and are not loopback; empty if the system
   * does not tell.
   *
   * @param onlyOn keeps this one alone, unless it is absent or the wildcard
   */
  public static Set<InetAddress> current(Optional<InetAddress> onlyOn) {
    var found = new LinkedHashSet<InetAddress>();
    try {
      for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (isUsable(network)) {
          Collections.list(network.getInetAddresses()).stream()
              .filter(Inet4Address.class::isInstance)
              .forEach(found::add);
        }
      }
    } catch (SocketException cannotTell) {
      return Set.of();
    }
    onlyOn
        .filter(address -> !address.isAnyLocalAddress())
        .ifPresent(address -> found.removeIf(other -> !other.equals(address)));
    return found;
  }

  /** An interface may vanish while it is asked. */
  private static boolean isUsable(NetworkInterface network) {
    try {
      return network.isUp()
          && network.supportsMulticast()
          && !network.isLoopback()
          && !network.isPointToPoint();
    } catch (SocketException vanished) {
      return false;
    }
  }
}
