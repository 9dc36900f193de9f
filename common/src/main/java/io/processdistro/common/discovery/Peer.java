package io.processdistro.common.discovery;

import java.util.Map;

/**
 * Somebody who announced himself. Every field comes from the network unchecked except for its
 * length: never trust it, never show it unescaped.
 *
 * @param address numeric IPv4 address
 */
public record Peer(
    ServiceType type, String name, String address, int port, Map<String, String> properties) {
  public Peer {
    properties = Map.copyOf(properties);
  }
}
