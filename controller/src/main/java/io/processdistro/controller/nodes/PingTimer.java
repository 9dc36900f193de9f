package io.processdistro.controller.nodes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

/**
 * Measures the round trip of one link with WebSocket pings, and notices a link that takes nothing:
 * one whose write queue stays full. The more links there are the rarer each is pinged, so that the
 * pings of all together stay within a rate. Belongs to the event loop.
 */
final class PingTimer {
  private static final int STAMP_BYTES = Long.BYTES;
  private static final long UNSTARTED = -1;
  private static final long STOPPED = -2;

  private final WebSocketBase socket;
  private final Vertx vertx;
  private final long intervalMillis;
  private final long stuckNanosMax;
  private final LongConsumer measured;
  private final Consumer<String> stuck;
  private final IntSupplier links;
  private final int pingsPerSecondMax;
  private long timer = UNSTARTED;
  private long sentNanos;
  private long fullSinceNanos;
  private boolean wasFull;

  PingTimer(
      WebSocketBase socket,
      Vertx vertx,
      Duration interval,
      Duration stuckMax,
      int pingsPerSecondMax,
      IntSupplier links,
      LongConsumer measured,
      Consumer<String> stuck) {
    this.socket = socket;
    this.vertx = vertx;
    this.intervalMillis = interval.toMillis();
    this.stuckNanosMax = stuckMax.toNanos();
    this.measured = measured;
    this.stuck = stuck;
    this.links = links;
    this.pingsPerSecondMax = pingsPerSecondMax;
    socket.pongHandler(this::pong);
  }

  /** The first ping goes out at once. */
  void start() {
    beat();
  }

  void stop() {
    if (timer >= 0) vertx.cancelTimer(timer);
    timer = STOPPED;
  }

  private void beat() {
    if (timer == STOPPED || socket.isClosed()) return;
    long nowNanos = System.nanoTime();
    boolean full = socket.writeQueueFull();
    if (full && !wasFull) fullSinceNanos = nowNanos;
    wasFull = full;
    timer = vertx.setTimer(full ? intervalMillis : pauseMillis(), ignored -> beat());
    if (!full) {
      ping(nowNanos);
    } else if (nowNanos - fullSinceNanos > stuckNanosMax) {
      stuck.accept("it takes nothing that is sent to it");
    }
  }

  private long pauseMillis() {
    return Math.max(intervalMillis, links.getAsInt() * 1_000L / pingsPerSecondMax);
  }

  private void ping(long nowNanos) {
    sentNanos = nowNanos;
    socket
        .writePing(Buffer.buffer(STAMP_BYTES).appendLong(nowNanos))
        .onFailure(e -> stuck.accept("writing to it failed: " + e.getMessage()));
  }

  /** Only the answer to the last ping counts; anything else is an unasked or late pong. */
  private void pong(Buffer stamp) {
    if (stamp.length() != STAMP_BYTES || sentNanos == 0 || stamp.getLong(0) != sentNanos) return;
    long roundTripNanos = System.nanoTime() - sentNanos;
    sentNanos = 0;
    measured.accept(roundTripNanos);
  }
}
