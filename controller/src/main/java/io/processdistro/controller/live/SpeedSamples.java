package io.processdistro.controller.live;

import java.util.Optional;

/**
 * How fast one job went in each of the last {@value #COUNT} seconds or so, and what follows from it
 * for its end.
 */
final class SpeedSamples {
  private static final int COUNT = 30;
  private static final int COUNT_MIN = 3;
  private static final long INTERVAL_NANOS = 1_000_000_000;

  /** A range that holds in 19 of 20 cases if the next seconds are like the last. */
  private static final double STANDARD_ERRORS = 2;

  /** The slow end is at most so many times the mean: one bad second is not the end of the world. */
  private static final double SLOWDOWN_MAX = 4;

  private final double[] grainsPerSecond = new double[COUNT];
  private int count;
  private long lastNanos;
  private long lastDone;

  SpeedSamples(long nowNanos, long done) {
    lastNanos = nowNanos;
    lastDone = done;
  }

  void refresh(long nowNanos, long done) {
    long nanos = nowNanos - lastNanos;
    if (nanos < INTERVAL_NANOS) return;
    grainsPerSecond[count % COUNT] = (done - lastDone) * 1e9 / nanos;
    if (++count == 2 * COUNT) count = COUNT;
    lastNanos = nowNanos;
    lastDone = done;
  }

  /** Empty after less than {@value #COUNT_MIN} s, and while nothing gets done. */
  Optional<Eta> eta(long grainsLeft) {
    int known = Math.min(count, COUNT);
    if (known < COUNT_MIN) return Optional.empty();
    double sum = 0;
    for (int i = 0; i < known; i++) sum += grainsPerSecond[i];
    double mean = sum / known;
    if (mean <= 0) return Optional.empty();
    double squares = 0;
    for (int i = 0; i < known; i++) {
      squares += (grainsPerSecond[i] - mean) * (grainsPerSecond[i] - mean);
    }
    double error = STANDARD_ERRORS * Math.sqrt(squares / (known - 1) / known);
    return Optional.of(
        new Eta(
            grainsLeft / (mean + error), grainsLeft / Math.max(mean - error, mean / SLOWDOWN_MAX)));
  }
}
