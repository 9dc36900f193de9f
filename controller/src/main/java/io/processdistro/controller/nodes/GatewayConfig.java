package io.processdistro.controller.nodes;

import java.time.Duration;

/**
 * The numbers of the node gateway.
 *
 * @param connectionsMax sockets at once, with or without a hello
 * @param helloMax a connection that has not said hello by then is closed; a node connects while its
 *     runner still starts and tests itself, which takes 2 s, and ten times that on a busy machine
 * @param pingInterval how often the round trip of each node is measured in a small cluster
 * @param pingsPerSecondMax of all nodes together; in a larger cluster each is measured more rarely
 * @param stuckMax a node that takes nothing for so long is closed
 * @param malformedMax unreadable frames on one connection before it is closed
 * @param heartbeat first interval told to a node, until the scheduler says otherwise
 * @param lease silence after which a node's leases are given away, likewise
 */
public record GatewayConfig(
    int connectionsMax,
    Duration helloMax,
    Duration pingInterval,
    int pingsPerSecondMax,
    Duration stuckMax,
    int malformedMax,
    Duration heartbeat,
    Duration lease) {
  public static final GatewayConfig DEFAULTS =
      new GatewayConfig(
          10_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          50,
          Duration.ofSeconds(10),
          8,
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));

  public GatewayConfig withConnectionsMax(int connectionsMax) {
    return new GatewayConfig(
        connectionsMax,
        helloMax,
        pingInterval,
        pingsPerSecondMax,
        stuckMax,
        malformedMax,
        heartbeat,
        lease);
  }

  public GatewayConfig {
    if (connectionsMax < 1) {
      throw new IllegalArgumentException(
          "gateway.connectionsMax must be at least 1, was " + connectionsMax);
    }
    if (pingsPerSecondMax < 1) {
      throw new IllegalArgumentException(
          "gateway.pingsPerSecondMax must be at least 1, was " + pingsPerSecondMax);
    }
    if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "gateway.lease must be at least 2 x heartbeat, was " + lease);
    }
  }
}
