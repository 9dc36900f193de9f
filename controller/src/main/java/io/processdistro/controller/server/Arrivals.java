package io.processdistro.controller.server;

import io.netty.channel.Channel;
import io.processdistro.controller.security.PeerAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that have not come to the end of their handshake, of which Vert.x does not tell yet.
 *
 * <p>An address has few of them: when there is one too many, the oldest goes. Handshakes begin in
 * turn of the addresses and take half of the event loop's time at most, so that a crowd of one
 * address delays neither requests nor the handshakes of others by much. Belongs to the event loop.
 */
final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /** What may be spent at once after a rest: handshakes of a few nodes. */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * The longest pause after that. A handshake that lasts longer than some milliseconds does so
   * because the machine is busy with other things, and to wait as long again would help nobody.
   */
  private static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(10);

  private static final String NOWHERE = "";

  private final int perAddressMax;
  private final LongSupplier nanoTime;
  private final Map<String, SequencedSet<Channel>> present = new HashMap<>();
  private final SequencedMap<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  /** When as much time has gone to other things as to handshakes. */
  private long settledNanos;

  private boolean scheduled;

  Arrivals(int perAddressMax, LongSupplier nanoTime) {
    this.perAddressMax = perAddressMax;
    this.nanoTime = nanoTime;
    this.settledNanos = nanoTime.getAsLong();
  }

  /** Call once for each connection; it is forgotten when it closes. */
  void arrived(Channel connection) {
    var ofAddress =
        present.computeIfAbsent(addressOf(connection), ignored -> new LinkedHashSet<>());
    ofAddress.add(connection);
    if (ofAddress.size() > perAddressMax) ofAddress.removeFirst().close();
    connection.closeFuture().addListener(ignored -> left(connection));
  }

  /** Its handshake is over, or it needs none. */
  void left(Channel connection) {
    var address = addressOf(connection);
    var ofAddress = present.get(address);
    if (ofAddress == null) return;
    ofAddress.remove(connection);
    if (ofAddress.isEmpty()) present.remove(address);
  }

  /**
   * Has a handshake begin, at once or soon.
   *
   * @param handshake what costs time; called at most once, and not when the connection has closed
   */
  void begin(Channel connection, Runnable handshake) {
    waiting
        .computeIfAbsent(addressOf(connection), ignored -> new ArrayDeque<>())
        .add(
            () -> {
              if (connection.isActive()) handshake.run();
            });
    if (!scheduled) beginDue(connection);
  }

  private void beginDue(Channel any) {
    long now = nanoTime.getAsLong();
    while (!waiting.isEmpty() && settledNanos - now <= BURST_NANOS) {
      long start = now;
      begin(next());
      now = nanoTime.getAsLong();
      settledNanos =
          Math.min(
              Math.max(settledNanos, start) + 2 * (now - start),
              now + BURST_NANOS + REST_NANOS_MAX);
    }
    scheduled = !waiting.isEmpty();
    if (!scheduled) return;
    any.eventLoop()
        .schedule(() -> beginDue(any), settledNanos - BURST_NANOS - now, TimeUnit.NANOSECONDS);
  }

  /** What goes wrong with one must not keep the others waiting: nobody else would begin. */
  private static void begin(Runnable handshake) {
    try {
      handshake.run();
    } catch (RuntimeException e) {
      LOG.error("tls=handshake-not-begun", e);
    }
  }

  private Runnable next() {
    var first = waiting.pollFirstEntry();
    var handshake = first.getValue().remove();
    if (!first.getValue().isEmpty()) waiting.putLast(first.getKey(), first.getValue());
    return handshake;
  }

  private static String addressOf(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
        ? PeerAddress.of(inet.getAddress().getHostAddress())
        : NOWHERE;
  }
}
