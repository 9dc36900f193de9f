package io.processdistro.controller.live;

import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By how much the event loop is late, measured by itself: a timer that should fire every {@value
 * #INTERVAL_MILLIS} ms, over the last {@value #SAMPLES} times, which is a minute. Lateness is that
 * of something due at any moment: a loop that stood still for a second was late for all the times
 * that fell into it, not once. Belongs to the event loop, except for {@link #p99Millis}.
 *
 * <p>A loop that is late may have worked, or its thread may have been ready to and found no
 * processor free, or the whole process stood still, for the collector of garbage above all. What is
 * very late is written to the log with these parts.
 */
public final class LoopLag {
  private static final Logger LOG = LoggerFactory.getLogger(LoopLag.class);
  private static final int INTERVAL_MILLIS = 20;
  private static final long INTERVAL_NANOS = INTERVAL_MILLIS * 1_000_000L;
  private static final int SAMPLES = 3_000;
  private static final double QUANTILE = 0.99;

  /** What a person at a page notices. */
  private static final long LOGGED_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long LOG_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Told of every measurement. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param lateNanos at least 0
     * @param ownNanos of these, what is left without the time in which no processor was free
     */
    void late(long lateNanos, long ownNanos);
  }

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final LongSupplier collectorMillis;
  private final Listener listener;
  private final int[] lagMicros = new int[SAMPLES];
  private int count;
  private long dueNanos;
  private ThreadTimes.Reader times;
  private ThreadTimes seenTimes;
  private long seenNanos;
  private long seenCollectorMillis;
  private long loggedNanos;

  /**
   * @param collectorMillis how long the collector of garbage has worked so far
   */
  public LoopLag(Vertx vertx, LongSupplier nanos, LongSupplier collectorMillis, Listener listener) {
    this.vertx = vertx;
    this.nanos = nanos;
    this.collectorMillis = collectorMillis;
    this.listener = listener;
  }

  /** Call it on the event loop. */
  public void start() {
    times = ThreadTimes.Reader.ofThisThread();
    seenTimes = times.read();
    seenNanos = nanos.getAsLong();
    seenCollectorMillis = collectorMillis.getAsLong();
    loggedNanos = seenNanos - LOG_PAUSE_NANOS;
    dueNanos = seenNanos + INTERVAL_NANOS;
    vertx.setPeriodic(INTERVAL_MILLIS, ignored -> measure());
  }

  /**
   * Measures for all times that have passed, also if the timer fires once for them: Vert.x makes up
   * for missed times, but only for one in each turn of the loop, and by then others are late that
   * were not.
   */
  private void measure() {
    long now = nanos.getAsLong();
    if (now < dueNanos) return;
    var current = times.read();
    var spent = current.since(seenTimes);
    long longestNanos = now - dueNanos;
    long ownNanos = Math.max(0, longestNanos - spent.waitedNanos());
    double ownShare = longestNanos == 0 ? 1 : (double) ownNanos / longestNanos;
    for (; dueNanos <= now; dueNanos += INTERVAL_NANOS) {
      long lateNanos = now - dueNanos;
      listener.late(lateNanos, (long) (ownShare * lateNanos));
      keep(lateNanos);
    }
    if (longestNanos >= LOGGED_NANOS_MIN) log(now, longestNanos, spent);
    seenTimes = current;
    seenNanos = now;
    seenCollectorMillis = collectorMillis.getAsLong();
  }

  private void log(long now, long lateNanos, ThreadTimes spent) {
    if (now - loggedNanos < LOG_PAUSE_NANOS) return;
    loggedNanos = now;
    LOG.info(
        "loop=late late_ms={} since_last_look_ms={} worked_ms={} waited_for_processor_ms={}"
            + " collector_ms={}",
        millis(lateNanos),
        millis(now - seenNanos),
        millis(spent.ranNanos()),
        millis(spent.waitedNanos()),
        collectorMillis.getAsLong() - seenCollectorMillis);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
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
