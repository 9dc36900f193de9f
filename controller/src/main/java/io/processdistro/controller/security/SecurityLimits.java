package io.processdistro.controller.security;

import java.time.Duration;
import java.util.Set;

/**
 * How much the controller takes from one identity or one address, and under which names.
 *
 * @param requestsPerSecond of one identity, and of all that one address sends without an identity;
 *     blobs and the traffic of nodes are not counted
 * @param requestBurst so many at once, after a rest; at least requestsPerSecond
 * @param failedLoginsPerMinute wrong credentials of one address that are answered as such
 * @param newcomersPerAddressMax connections of one address that have not shown credentials yet, and
 *     as many that have not ended their TLS handshake; the oldest makes room for the next
 * @param newcomerPatience the longest that a newcomer may take for the head of a request; the
 *     handshake before has 5 s, and nobody is to waste more than 15 s of the controller's
 * @param connectionsMax all connections; further ones are closed at once
 * @param hostNames further names by which clients may call it, beside those of its machine
 */
public record SecurityLimits(
    int requestsPerSecond,
    int requestBurst,
    int failedLoginsPerMinute,
    int newcomersPerAddressMax,
    Duration newcomerPatience,
    int connectionsMax,
    Set<String> hostNames) {
  public static final SecurityLimits DEFAULTS =
      new SecurityLimits(100, 200, 5, 256, Duration.ofSeconds(9), 12_000, Set.of());

  public SecurityLimits {
    hostNames = Set.copyOf(hostNames);
    requireAtLeast(1, "requestsPerSecond", requestsPerSecond);
    requireAtLeast(requestsPerSecond, "requestBurst", requestBurst);
    requireAtLeast(1, "failedLoginsPerMinute", failedLoginsPerMinute);
    requireAtLeast(1, "newcomersPerAddressMax", newcomersPerAddressMax);
    requireAtLeast(newcomersPerAddressMax, "connectionsMax", connectionsMax);
  }

  private static void requireAtLeast(int min, String name, int value) {
    if (value < min) {
      throw new IllegalArgumentException(
          "security." + name + " must be at least " + min + ", was " + value);
    }
  }

  public SecurityLimits withRequests(int perSecond, int burst) {
    return new SecurityLimits(
        perSecond,
        burst,
        failedLoginsPerMinute,
        newcomersPerAddressMax,
        newcomerPatience,
        connectionsMax,
        hostNames);
  }

  public SecurityLimits withFailedLoginsPerMinute(int failedLogins) {
    return new SecurityLimits(
        requestsPerSecond,
        requestBurst,
        failedLogins,
        newcomersPerAddressMax,
        newcomerPatience,
        connectionsMax,
        hostNames);
  }

  public SecurityLimits withNewcomers(int perAddress, Duration patience) {
    return new SecurityLimits(
        requestsPerSecond,
        requestBurst,
        failedLoginsPerMinute,
        perAddress,
        patience,
        connectionsMax,
        hostNames);
  }

  public SecurityLimits withConnectionsMax(int all) {
    return new SecurityLimits(
        requestsPerSecond,
        requestBurst,
        failedLoginsPerMinute,
        newcomersPerAddressMax,
        newcomerPatience,
        all,
        hostNames);
  }

  public SecurityLimits withHostNames(Set<String> names) {
    return new SecurityLimits(
        requestsPerSecond,
        requestBurst,
        failedLoginsPerMinute,
        newcomersPerAddressMax,
        newcomerPatience,
        connectionsMax,
        names);
  }
}
