package io.processdistro.tools.faultproxy;

import java.time.Duration;

/**
 * What happens to the bytes of one direction. Bytes keep their order whatever the latency.
 *
 * @param latency how much later a byte arrives
 * @param jitter at most so much later still, drawn anew for each piece that was read
 * @param bytesPerSecondMax 0: as fast as the sockets go
 * @param corruptEveryBytes on average one bit in so many bytes is flipped; 0: none
 * @param duplicateEveryBytes on average once in so many bytes some are delivered twice; 0: never
 * @param discarding every byte is taken and none delivered, while both ends stay open
 */
public record LinkFaults(
    Duration latency,
    Duration jitter,
    long bytesPerSecondMax,
    long corruptEveryBytes,
    long duplicateEveryBytes,
    boolean discarding) {
  private static final Duration LATENCY_MAX = Duration.ofMinutes(1);

  /** A perfect line. */
  public static final LinkFaults NONE =
      new LinkFaults(Duration.ZERO, Duration.ZERO, 0, 0, 0, false);

  public LinkFaults {
    requireWithin("latency", latency);
    requireWithin("jitter", jitter);
    requireNotNegative("bytesPerSecondMax", bytesPerSecondMax);
    requireNotNegative("corruptEveryBytes", corruptEveryBytes);
    requireNotNegative("duplicateEveryBytes", duplicateEveryBytes);
  }

  private static void requireWithin(String name, Duration value) {
    if (value.isNegative() || value.compareTo(LATENCY_MAX) > 0) {
      throw new IllegalArgumentException(name + " is 0 to " + LATENCY_MAX + ", was " + value);
    }
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) throw new IllegalArgumentException(name + " is at least 0, was " + value);
  }

  public LinkFaults withLatency(Duration latency, Duration jitter) {
    return new LinkFaults(
        latency, jitter, bytesPerSecondMax, corruptEveryBytes, duplicateEveryBytes, discarding);
  }

  public LinkFaults withBytesPerSecondMax(long bytesPerSecondMax) {
    return new LinkFaults(
        latency, jitter, bytesPerSecondMax, corruptEveryBytes, duplicateEveryBytes, discarding);
  }

  public LinkFaults withCorruptEveryBytes(long corruptEveryBytes) {
    return new LinkFaults(
        latency, jitter, bytesPerSecondMax, corruptEveryBytes, duplicateEveryBytes, discarding);
  }

  public LinkFaults withDuplicateEveryBytes(long duplicateEveryBytes) {
    return new LinkFaults(
        latency, jitter, bytesPerSecondMax, corruptEveryBytes, duplicateEveryBytes, discarding);
  }

  public LinkFaults withDiscarding(boolean discarding) {
    return new LinkFaults(
        latency, jitter, bytesPerSecondMax, corruptEveryBytes, duplicateEveryBytes, discarding);
  }
}
