package io.processdistro.controller.security.certificates;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A name or address that clients may reach the controller by; its certificate lists them all. */
sealed interface ServerName {
  String text();

  /** In lower case, fit for a certificate. */
  record Host(String text) implements ServerName {}

  /** Numeric, without a zone. */
  record Address(String text) implements ServerName {}

  Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?(\\.[a-z0-9-]{1,63}){0,8}");

  /**
   * The names of this machine as they are now: localhost, its host name, that name in the domain
   * {@code .local}, and the addresses of all interfaces that are up. Blocks for the host's name.
   *
   * @param bind what the controller listens on, which may be none of these
   */
  static List<ServerName> ofThisMachine(InetAddress bind) {
    SequencedSet<ServerName> names =
        new TreeSet<>(Comparator.<ServerName, String>comparing(ServerName::text));
    names.add(new Host("localhost"));
    hostName()
        .ifPresent(
            host -> {
              names.add(new Host(host));
              names.add(new Host(host.split("\\.", 2)[0] + ".local"));
            });
    names.add(of(InetAddress.getLoopbackAddress()));
    names.add(new Address("127.0.0.1"));
    if (!bind.isAnyLocalAddress()) names.add(of(bind));
    try {
      for (var network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) network.inetAddresses().map(ServerName::of).forEach(names::add);
      }
    } catch (SocketException cannotTell) {
      // What is known without asking is enough for clients of this machine.
    }
    return List.copyOf(names);
  }

  private static ServerName of(InetAddress address) {
    var text = address.getHostAddress();
    int zone = text.indexOf('%');
    return new Address(zone < 0 ? text : text.substring(0, zone));
  }

  private static Optional<String> hostName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT))
          .filter(name -> HOST.matcher(name).matches());
    } catch (UnknownHostException unnamed) {
      return Optional.empty();
    }
  }
}
