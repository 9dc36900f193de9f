package io.processdistro.controller.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a connection comes from, as far as limits go: an IPv4 address, or the /64 network of an
 * IPv6 address, of which one machine has as many as it likes.
 */
public final class PeerAddress {
  private static final int NETWORK_BYTES = 8;
  private static final int IPV6_BYTES = 16;

  private PeerAddress() {}

  /**
   * @param address as a number; anything else is taken as it is
   */
  public static String of(String address) {
    if (address == null) return AuditEvent.NOBODY;
    if (address.indexOf(':') < 0) return address;
    try {
      var parsed = InetAddress.ofLiteral(address);
      if (!(parsed instanceof Inet6Address) || parsed.isLoopbackAddress()) {
        return parsed.getHostAddress();
      }
      var network = Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES), IPV6_BYTES);
      return InetAddress.getByAddress(network).getHostAddress() + "/64";
    } catch (IllegalArgumentException | UnknownHostException e) {
      return address;
    }
  }
}
