package io.processdistro.node.link;

import io.processdistro.common.wire.NodeMessage;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Tells the controller at its interval that the node lives. Runs on the agent's event loop, on
 * which nothing ever computes or waits; guests compute in other processes. Call on that loop only.
 */
public final class Heartbeats {
  private static final long INTERVAL_MILLIS_MIN = 50;
  private static final long INTERVAL_MILLIS_MAX = 60_000;

  private final Vertx vertx;
  private final LongFunction<NodeMessage.Heartbeat> content;
  private final Consumer<NodeMessage> send;
  private long timer = -1;
  private long sequence;

  /**
   * @param content makes the heartbeat with a given sequence number
   */
  public Heartbeats(
      Vertx vertx, LongFunction<NodeMessage.Heartbeat> content, Consumer<NodeMessage> send) {
    this.vertx = vertx;
    this.content = content;
    this.send = send;
  }

  /**
   * Sends one now and then one each interval, in place of an earlier interval.
   *
   * @param intervalMillis as the controller wishes, held within 50 ms and 1 min
   */
  public void every(long intervalMillis) {
    stop();
    long millis = Math.clamp(intervalMillis, INTERVAL_MILLIS_MIN, INTERVAL_MILLIS_MAX);
    timer = vertx.setPeriodic(0, millis, ignored -> send.accept(content.apply(++sequence)));
  }

  public void stop() {
    if (timer >= 0) vertx.cancelTimer(timer);
    timer = -1;
  }
}
