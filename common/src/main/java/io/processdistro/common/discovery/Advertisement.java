package io.processdistro.common.discovery;

import java.util.Map;

/**
 * What a process announces of itself; everybody on the network can read it, so no secrets.
 *
 * @param name shown to people; 1 to 63 characters; made unique by mDNS if another has it
 * @param port where it listens; 0 for a node, which only dials out
 * @param properties a few short texts, at most {@value #PROPERTIES_MAX}
 */
public record Advertisement(
    ServiceType type, String name, int port, Map<String, String> properties) {
  static final int PROPERTIES_MAX = 16;
  private static final int NAME_LENGTH_MAX = 63;

  public Advertisement {
    if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
      throw new IllegalArgumentException("an advertised name has 1 to 63 characters: " + name);
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("an advertised port is 0 to 65535, was " + port);
    }
    if (properties.size() > PROPERTIES_MAX) {
      throw new IllegalArgumentException("at most 16 properties, was " + properties.size());
    }
    properties = Map.copyOf(properties);
  }
}
