package io.processdistro.controller.live;

import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * By how much the event loop is late, measured by itself: a timer that should fire every {@value
 * #INTERVAL_MILLIS} ms, over the last {@value #SAMPLES} times, which is a minute. Lateness is that
 * of something due at any moment: a loop that stood still for a second was late for all the times
 * that fell into it, not once. Belongs to the event loop, except for {@link #p99Millis}.
 */
public final class LoopLag {
  private static final int INTERVAL_MILLIS = 20;
  private static final long INTERVAL_NANOS = INTERVAL_MILLIS * 1_000_000L;
  private static final int SAMPLES = 3_000;
  private static final double QUANTILE = 0.99;

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final LongConsumer each;
  private final int[] lagMicros = new int[SAMPLES];
  private int count;
  private long dueNanos;

  /**
   * @param each told of every measurement, in nanoseconds
   */
  public LoopLag(Vertx vertx, LongSupplier nanos, LongConsumer each) {
    this.vertx = vertx;
    this.nanos = nanos;
    this.each = each;
  }

  public void start() {
    dueNanos = nanos.getAsLong() + INTERVAL_NANOS;
    vertx.setPeriodic(INTERVAL_MILLIS, ignored -> measure());
  }

  /** Vert.x makes up for times that it missed, so that there is one measurement for each. */
  private void measure() {
    long lateNanos = Math.max(0, nanos.getAsLong() - dueNanos);
    dueNanos += INTERVAL_NANOS;
    each.accept(lateNanos);
    keep(lateNanos);
  }

  private synchronized void keep(long lateNanos) {
    lagMicros[count % SAMPLES] = Math.clamp(lateNanos / 1_000, 0, Integer.MAX_VALUE);
    if (++count == 2 * SAMPLES) count = SAMPLES;
  }

  /** Of the last minute; 0 before the first measurement. Any thread; takes about 0.1 ms. */
  public double p99Millis() {
    var sorted = copy();
    if (sorted.length == 0) return 0;
    Arrays.sort(sorted);
    return sorted[(int) (QUANTILE * (sorted.length - 1))] / 1e3;
  }

  private synchronized int[] copy() {
    return Arrays.copyOf(lagMicros, Math.min(count, SAMPLES));
  }
}
