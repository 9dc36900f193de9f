package io.processdistro.common.doctor;

import io.processdistro.common.discovery.NetworkAddresses;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether programs on this machine can find others with mDNS.
 *
 * @param interfaces those that can multicast, loopback left out
 */
public record MulticastFacts(List<Interface> interfaces) {
  /** The group of mDNS; on a port of our own nobody is disturbed. */
  private static final String GROUP = "224.0.0.251";

  private static final int HEARD_MILLIS_MAX = 500;
  private static final String STATIC_ADDRESS = "give nodes and clients --controller HOST:PORT";

  /**
   * @param failure why a packet to the group was not heard back; empty if it was
   */
  public record Interface(String address, Optional<String> failure) {}

  public MulticastFacts {
    interfaces = List.copyOf(interfaces);
  }

  /** Sends a packet to the group on each interface and listens for it. */
  public static MulticastFacts gather() {
    var interfaces = new ArrayList<Interface>();
    for (var address : NetworkAddresses.current(Optional.empty())) {
      interfaces.add(new Interface(address.getHostAddress(), hear(address)));
    }
    return new MulticastFacts(interfaces);
  }

  private static Optional<String> hear(InetAddress address) {
    var text = ("doctor-" + System.nanoTime()).getBytes(StandardCharsets.US_ASCII);
    try (var socket = new MulticastSocket(0)) {
      var network = NetworkInterface.getByInetAddress(address);
      var group = new InetSocketAddress(InetAddress.getByName(GROUP), socket.getLocalPort());
      socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      socket.setNetworkInterface(network);
      socket.joinGroup(group, network);
      socket.setSoTimeout(HEARD_MILLIS_MAX);
      socket.send(new DatagramPacket(text, text.length, group));
      var heard = new DatagramPacket(new byte[text.length], text.length);
      socket.receive(heard);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  public Finding judge() {
    if (interfaces.isEmpty()) {
      return Finding.warning(
          "mDNS", "no network interface can multicast: nothing is found by itself", STATIC_ADDRESS);
    }
    var silent = interfaces.stream().filter(one -> one.failure().isPresent()).toList();
    var all = interfaces.stream().map(Interface::address).collect(Collectors.joining(", "));
    if (silent.isEmpty()) return Finding.ok("mDNS", "multicast works on " + all);
    return Finding.warning(
        "mDNS",
        silent.stream()
            .map(one -> "no multicast on " + one.address() + " (" + one.failure().get() + ")")
            .collect(Collectors.joining(", ")),
        "let UDP port 5353 through the firewall, or " + STATIC_ADDRESS);
  }
}
