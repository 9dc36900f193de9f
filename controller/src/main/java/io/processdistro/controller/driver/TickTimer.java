package io.processdistro.controller.driver;

import io.processdistro.scheduler.Event;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * Feeds the scheduler the passing of time, and measures by how much the event loop is late. Belongs
 * to the event loop, except for {@link #takeLagNanosMax}.
 */
public final class TickTimer {
  private final Vertx vertx;
  private final EventInbox inbox;
  private final long intervalMillis;
  private final LongSupplier nanos;
  private long timer = -1;
  private long lastNanos;
  private volatile long lagNanosMax;

  public TickTimer(Vertx vertx, EventInbox inbox, long intervalMillis, LongSupplier nanos) {
    this.vertx = vertx;
    this.inbox = inbox;
    this.intervalMillis = intervalMillis;
    this.nanos = nanos;
  }

  public void start() {
    lastNanos = nanos.getAsLong();
    timer = vertx.setPeriodic(intervalMillis, ignored -> tick());
  }

  public void stop() {
    vertx.cancelTimer(timer);
  }

  /** The worst lateness of a tick since this was called last; any thread. */
  public long takeLagNanosMax() {
    long lag = lagNanosMax;
    lagNanosMax = 0;
    return lag;
  }

  private void tick() {
    long nowNanos = nanos.getAsLong();
    long lagNanos = nowNanos - lastNanos - intervalMillis * 1_000_000;
    lastNanos = nowNanos;
    if (lagNanos > lagNanosMax) lagNanosMax = lagNanos;
    inbox.feed(new Event.Ticked());
  }
}
