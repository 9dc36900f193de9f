package io.processdistro.controller.live;

import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * By how much the event loop is late, measured by itself: a timer that should fire every {@value
 * #INTERVAL_MILLIS} ms, over the last {@value #SAMPLES} times, which is a minute. Belongs to the
 * event loop, except for {@link #p99Millis}.
 */
public final class LoopLag {
  private static final int INTERVAL_MILLIS = 20;
  private static final int SAMPLES = 3_000;
  private static final double QUANTILE = 0.99;

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final int[] lagMicros = new int[SAMPLES];
  private int count;
  private long lastNanos;

  public LoopLag(Vertx vertx, LongSupplier nanos) {
    this.vertx = vertx;
    this.nanos = nanos;
  }

  public void start() {
    lastNanos = nanos.getAsLong();
    vertx.setPeriodic(INTERVAL_MILLIS, ignored -> measure());
  }

  private synchronized void measure() {
    long now = nanos.getAsLong();
    long lateMicros = (now - lastNanos) / 1_000 - INTERVAL_MILLIS * 1_000L;
    lastNanos = now;
    lagMicros[count % SAMPLES] = Math.clamp(lateMicros, 0, Integer.MAX_VALUE);
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
