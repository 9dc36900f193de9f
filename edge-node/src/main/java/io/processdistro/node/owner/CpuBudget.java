package io.processdistro.node.owner;

import java.time.Duration;

/**
 * Keeps processes within a number of processors on average: whatever they use beyond it they make
 * up for by resting. No clock of its own and no processes: whoever asks measures, and carries out
 * the rests.
 *
 * <p>What was not used is saved up to {@link #SAVED_SECONDS_MAX} of the limit, so that a task after
 * a pause starts at full speed; the same bounds the debt, so that a start, which is not slowed
 * down, is not followed by a standstill.
 */
public final class CpuBudget {
  /** The longest single rest. Nothing is heard by a resting process, cancellations neither. */
  public static final Duration REST_MAX = Duration.ofMillis(250);

  private static final double SAVED_SECONDS_MAX = 0.2;
  private static final double OWED_SECONDS_MAX = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final double cores;
  private double balanceNanos;
  private long lastNanos;
  private long lastUsedNanos;
  private boolean begun;

  /**
   * @param cores more than 0
   */
  public CpuBudget(double cores) {
    this.cores = cores;
  }

  /**
   * How long everything has to rest from now on; zero for not at all. Ask again right after the
   * rest, which may not have been enough, or else some ten times a second.
   *
   * @param nowNanos on a clock that only goes forward
   * @param usedNanos processor time of all that is limited, summed up since any moment
   */
  public Duration rest(long nowNanos, long usedNanos) {
    if (begun) {
      balanceNanos += (nowNanos - lastNanos) * cores - (usedNanos - lastUsedNanos);
      double bound = cores * NANOS_PER_SECOND;
      balanceNanos = Math.clamp(balanceNanos, -OWED_SECONDS_MAX * bound, SAVED_SECONDS_MAX * bound);
    }
    begun = true;
    lastNanos = nowNanos;
    lastUsedNanos = usedNanos;
    if (balanceNanos >= 0) return Duration.ZERO;
    long nanos = (long) (-balanceNanos / cores);
    return nanos < REST_MAX.toNanos() ? Duration.ofNanos(nanos) : REST_MAX;
  }
}
