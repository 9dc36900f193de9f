package io.processdistro.node.link;

import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Tells the controller at its interval that the node lives: with a full heartbeat when modules or
 * engine are not as the last one of the connection said, else with a pulse. Runs on the agent's
 * event loop, on which nothing ever computes or waits; guests compute in other processes. Call on
 * that loop only.
 */
public final class Heartbeats {
  private static final long INTERVAL_MILLIS_MIN = 50;
  private static final long INTERVAL_MILLIS_MAX = 60_000;

  private final Vertx vertx;
  private final LongFunction<NodeMessage.Heartbeat> content;
  private final Consumer<NodeMessage> send;
  private final RandomGenerator random;
  private boolean pulseUnderstood;

  /** The last full heartbeat of this connection; null before the first. */
  private NodeMessage.Heartbeat told;

  private long timer = -1;
  private long sequence;

  /**
   * @param content makes the heartbeat with a given sequence number
   * @param random spreads the nodes that are told of an interval at the same moment
   */
  public Heartbeats(
      Vertx vertx,
      LongFunction<NodeMessage.Heartbeat> content,
      Consumer<NodeMessage> send,
      RandomGenerator random) {
    this.vertx = vertx;
    this.content = content;
    this.send = send;
    this.random = random;
  }

  /**
   * Begins anew on a new connection: sends a full heartbeat now, then one sign of life each
   * interval.
   */
  public void start(ControllerMessage.Welcome welcome) {
    pulseUnderstood = welcome.protocolMinor() >= WireLimits.PULSE_SINCE_MINOR;
    told = null;
    beat();
    every(welcome.heartbeatMillis());
  }

  /**
   * Goes on at another interval, from any moment of it on.
   *
   * @param intervalMillis as the controller wishes, held within 50 ms and 1 min
   */
  public void every(long intervalMillis) {
    stop();
    long millis = Math.clamp(intervalMillis, INTERVAL_MILLIS_MIN, INTERVAL_MILLIS_MAX);
    timer = vertx.setPeriodic(random.nextLong(1, millis + 1), millis, ignored -> beat());
  }

  public void stop() {
    if (timer >= 0) vertx.cancelTimer(timer);
    timer = -1;
  }

  private void beat() {
    var full = content.apply(++sequence);
    if (pulseUnderstood && isToldAlready(full)) {
      send.accept(
          new NodeMessage.Pulse(full.sequence(), full.running(), full.waiting(), full.load()));
    } else {
      told = full;
      send.accept(full);
    }
  }

  private boolean isToldAlready(NodeMessage.Heartbeat full) {
    return told != null
        && full.engine().equals(told.engine())
        && full.warmModules().equals(told.warmModules());
  }
}
