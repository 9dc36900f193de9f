package io.processdistro.controller.store;

import java.time.Duration;

/**
 * How long finished jobs are kept with their results; what exceeds one of the limits is forgotten,
 * the oldest first.
 *
 * @param ageMax since its end
 * @param resultBytesMax of all results together; a job that ended within the last hour is not
 *     forgotten for it, so that its result can be fetched
 * @param jobsMax bounds the memory that records take: some 3 KiB each
 */
public record KeepLimits(Duration ageMax, long resultBytesMax, int jobsMax) {
  public static final KeepLimits DEFAULTS = new KeepLimits(Duration.ofDays(7), 20L << 30, 20_000);

  /** Within it a job is safe from {@code resultBytesMax}. */
  static final Duration FETCHING_TIME = Duration.ofHours(1);

  public KeepLimits {
    if (ageMax.isNegative() || ageMax.isZero() || resultBytesMax < 0 || jobsMax < 1) {
      throw new IllegalArgumentException(
          "kept are jobs for a time > 0, results of >= 0 bytes, >= 1 jobs; was "
              + ageMax
              + ", "
              + resultBytesMax
              + ", "
              + jobsMax);
    }
  }
}
