package io.processdistro.controller.security;

/**
 * How much the controller takes from one identity or one address.
 *
 * @param requestsPerSecond of one identity, and of all that one address sends without an identity;
 *     blobs and the traffic of nodes are not counted
 * @param requestBurst so many at once, after a rest; at least requestsPerSecond
 * @param failedLoginsPerMinute wrong credentials of one address that are answered as such
 * @param newcomersPerAddressMax connections of one address that have not shown credentials yet; the
 *     oldest makes room for the next
 * @param connectionsMax all connections; further ones are closed at once
 */
public record SecurityLimits(
    int requestsPerSecond,
    int requestBurst,
    int failedLoginsPerMinute,
    int newcomersPerAddressMax,
    int connectionsMax) {
  public static final SecurityLimits DEFAULTS = new SecurityLimits(100, 200, 5, 256, 12_000);

  public SecurityLimits {
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
        perSecond, burst, failedLoginsPerMinute, newcomersPerAddressMax, connectionsMax);
  }

  public SecurityLimits withFailedLoginsPerMinute(int failedLogins) {
    return new SecurityLimits(
        requestsPerSecond, requestBurst, failedLogins, newcomersPerAddressMax, connectionsMax);
  }

  public SecurityLimits withConnections(int newcomersPerAddress, int all) {
    return new SecurityLimits(
        requestsPerSecond, requestBurst, failedLoginsPerMinute, newcomersPerAddress, all);
  }
}
