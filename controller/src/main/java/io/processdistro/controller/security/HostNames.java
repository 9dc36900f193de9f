package io.processdistro.controller.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names that the controller answers to. A web page that had its own name point here (DNS
 * rebinding) sends that name with every request, and is refused by it. A number is nobody's name:
 * all are taken.
 */
public final class HostNames {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?");

  private final Set<String> names;

  private HostNames(Set<String> names) {
    this.names = names;
  }

  /**
   * Localhost, this machine's host name, that name in the domain {@code .local}, and {@code
   * further} ones. May block for the host name.
   */
  public static HostNames ofThisMachine(Collection<String> further) {
    var names = new TreeSet<String>();
    names.add("localhost");
    further.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    try {
      var own = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      names.add(own);
      names.add(own.split("\\.", 2)[0] + ".local");
    } catch (UnknownHostException unnamed) {
      // A machine without a name is called by its addresses.
    }
    return new HostNames(names);
  }

  /**
   * @param host the value of a Host header, with or without a port
   */
  public boolean accept(String host) {
    var matcher = HOST.matcher(host);
    if (!matcher.matches()) return false;
    var name = matcher.group(1).toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
    return names.contains(name) || isAddress(name);
  }

  private static boolean isAddress(String name) {
    try {
      InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }
}
