package io.processdistro.controller.server;

import io.processdistro.common.state.ControllerAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Optional;

/**
 * What nodes on other machines dial, as far as a machine can tell which of its addresses they know.
 */
final class DialledAddress {
  private DialledAddress() {}

  /**
   * Blocks for a moment: it asks the operating system.
   *
   * @param bind what the controller listens on; its loopback address stays what it is
   */
  static ControllerAddress of(InetAddress bind, int port) {
    var address = bind.isAnyLocalAddress() ? reachable().orElse(bind) : bind;
    return new ControllerAddress(address.getHostAddress(), port);
  }

  /** The first address of this machine that others are likely to reach. */
  private static Optional<InetAddress> reachable() {
    try {
      for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (!network.isUp() || network.isLoopback()) continue;
        var found = network.inetAddresses().filter(Inet4Address.class::isInstance).findFirst();
        if (found.isPresent()) return found;
      }
    } catch (SocketException cannotTell) {
      // Then people have to know the address themselves.
    }
    return Optional.empty();
  }
}
