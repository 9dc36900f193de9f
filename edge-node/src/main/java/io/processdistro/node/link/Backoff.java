package io.processdistro.node.link;

import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts: exponential with full jitter, so that a thousand nodes that lost
 * one controller do not come back at the same instant. Not thread-safe.
 */
public final class Backoff {
  private static final int DOUBLINGS_MAX = 30;

  private final long firstMillis;
  private final long longestMillis;
  private final RandomGenerator random;
  private int attempts;

  /**
   * @param firstMillis upper bound of the first wait, at least 1
   * @param longestMillis upper bound of every wait
   */
  public Backoff(long firstMillis, long longestMillis, RandomGenerator random) {
    if (firstMillis < 1 || longestMillis < firstMillis) {
      throw new IllegalArgumentException(
          "a back-off needs 1 <= first <= longest, was " + firstMillis + ", " + longestMillis);
    }
    this.firstMillis = firstMillis;
    this.longestMillis = longestMillis;
    this.random = random;
  }

  /** Between 1 ms and the bound of this attempt, which doubles each time. */
  public long nextMillis() {
    long bound = Math.min(longestMillis, firstMillis << Math.min(attempts, DOUBLINGS_MAX));
    if (bound <= 0) bound = longestMillis;
    attempts++;
    return random.nextLong(1, bound + 1);
  }

  /** After a success the next wait is a first one again. */
  public void reset() {
    attempts = 0;
  }
}
