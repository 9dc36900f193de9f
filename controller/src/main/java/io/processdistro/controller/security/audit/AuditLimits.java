package io.processdistro.controller.security.audit;

import java.time.Duration;

/**
 * Bounds of the audit log.
 *
 * @param segmentBytesMax a segment that is longer gets a successor; it may pass this by one batch
 * @param segmentsKept at least 2; older ones are deleted
 * @param waitingMax events that wait for the disk; further ones are lost, and their number written
 *     down
 * @param retryInterval how long it waits after the disk refused
 */
public record AuditLimits(
    long segmentBytesMax, int segmentsKept, int waitingMax, Duration retryInterval) {
  public static final AuditLimits DEFAULTS =
      new AuditLimits(16L << 20, 8, 10_000, Duration.ofSeconds(1));

  public AuditLimits {
    if (segmentsKept < 2) {
      throw new IllegalArgumentException("segmentsKept must be at least 2, was " + segmentsKept);
    }
  }
}
