package io.processdistro.common.state;

import java.util.regex.Pattern;

/**
 * Where a controller listens, as people write it.
 *
 * @param host name or address; IPv6 without brackets
 * @param port 1 to 65535
 */
public record ControllerAddress(String host, int port) {
  public static final int DEFAULT_PORT = 30000;
  private static final int PORT_MAX = 65535;
  private static final Pattern NAME_OR_IPV4 = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,20})?");
  private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

  public ControllerAddress {
    var pattern = host.indexOf(':') >= 0 ? IPV6 : NAME_OR_IPV4;
    if (!pattern.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "\"" + printable(host) + "\" is not a host name or address");
    }
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("a port is 1 to " + PORT_MAX + ", not " + port);
    }
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port}; without a port it
   * is {@value #DEFAULT_PORT}.
   *
   * @throws IllegalArgumentException with a sentence fit for users
   */
  public static ControllerAddress parse(String text) {
    var trimmed = text.strip();
    if (trimmed.startsWith("[")) {
      int end = trimmed.indexOf(']');
      if (end > 0 && trimmed.length() == end + 1) {
        return new ControllerAddress(trimmed.substring(1, end), DEFAULT_PORT);
      }
      if (end > 0 && trimmed.charAt(end + 1) == ':') {
        return new ControllerAddress(trimmed.substring(1, end), port(trimmed.substring(end + 2)));
      }
    } else if (trimmed.indexOf(':') == trimmed.lastIndexOf(':')) {
      int colon = trimmed.indexOf(':');
      return colon < 0
          ? new ControllerAddress(trimmed, DEFAULT_PORT)
          : new ControllerAddress(trimmed.substring(0, colon), port(trimmed.substring(colon + 1)));
    }
    throw new IllegalArgumentException(
        "a controller is given as host:port (IPv6 as [address]:port), not \""
            + printable(text)
            + "\"");
  }

  private static int port(String text) {
    if (!DIGITS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a port is 1 to " + PORT_MAX + ", not \"" + printable(text) + "\"");
    }
    return Integer.parseInt(text);
  }

  private static String printable(String text) {
    var cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /** Whether that is the machine of whoever asks. */
  public boolean isLoopback() {
    return host.equals("localhost") || host.equals("::1") || LOOPBACK_IPV4.matcher(host).matches();
  }

  /** {@code host:port}, IPv6 in brackets: fit for a URL and for {@link #parse}. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
