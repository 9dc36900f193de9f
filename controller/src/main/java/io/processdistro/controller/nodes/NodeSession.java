package io.processdistro.controller.nodes;

import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireException;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.loop.Slices;
import io.processdistro.controller.security.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of one node, from its upgrade to its close. First a hello within the time allowed,
 * then anything else; unreadable frames are answered with a refusal, too many of them end it.
 * Belongs to the event loop.
 */
final class NodeSession {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSession.class);
  private static final short POLICY_VIOLATION = 1008;
  private static final short NORMAL = 1000;

  /** What waits of one node; with more, nothing further is read from it for now. */
  private static final int WAITING_BYTES_MAX = WireLimits.FRAME_BYTES_MAX;

  /** What a frame takes beside its content. */
  private static final int FRAME_BYTES = 256;

  /** What the gateway does with what a session receives. */
  interface Receiver {
    void received(NodeSession session, NodeMessage message);

    void roundTrip(NodeSession session, long nanos);

    void ended(NodeSession session);

    /** How many sessions there are. */
    int connections();
  }

  private final ServerWebSocket socket;
  private final Principal principal;
  private final Vertx vertx;
  private final NodeFrames frames;
  private final Slices slices;
  private final GatewayConfig config;
  private final Receiver receiver;
  private final NodeOutbox outbox;
  private final PingTimer pings;
  private final long helloTimer;
  private KnownNode node;
  private long incarnation;
  private int malformed;
  private int waitingBytes;
  private boolean unread;
  private boolean closed;

  NodeSession(
      ServerWebSocket socket,
      Principal principal,
      Vertx vertx,
      NodeFrames frames,
      long epoch,
      Slices slices,
      TurnEnd turnEnd,
      BriefWait briefWait,
      GatewayConfig config,
      Receiver receiver) {
    this.socket = socket;
    this.principal = principal;
    this.vertx = vertx;
    this.frames = frames;
    this.slices = slices;
    this.config = config;
    this.receiver = receiver;
    this.outbox = new NodeOutbox(socket, frames, epoch, turnEnd, briefWait, this::fail);
    this.pings =
        new PingTimer(
            socket,
            vertx,
            config.pingInterval(),
            config.stuckMax(),
            config.pingsPerSecondMax(),
            receiver::connections,
            this::pinged,
            this::fail);
    this.helloTimer =
        vertx.setTimer(
            config.helloMax().toMillis(), ignored -> refuse("no hello came in time", false));
    socket.binaryMessageHandler(this::queue);
    socket.textMessageHandler(ignored -> slices.run(this::refuseText));
    // Behind the frames that came before: they may hold results.
    socket.exceptionHandler(e -> slices.run(() -> fail("the link failed: " + e.getMessage())));
    socket.closeHandler(ignored -> slices.run(this::ended));
  }

  private void queue(Buffer frame) {
    int bytes = FRAME_BYTES + frame.length();
    waitingBytes += bytes;
    slices.run(
        () -> {
          waitingBytes -= bytes;
          try {
            receive(frame);
          } finally {
            if (unread && waitingBytes == 0) read(true);
          }
        });
    if (!unread && waitingBytes > WAITING_BYTES_MAX) read(false);
  }

  private void read(boolean on) {
    unread = !on;
    if (on) socket.resume();
    else socket.pause();
  }

  private void refuseText() {
    refuse("this protocol speaks binary messages (CBOR), not text", true);
  }

  /** The node said hello: from now on it is this one. */
  void bind(KnownNode known, long knownIncarnation) {
    vertx.cancelTimer(helloTimer);
    node = known;
    incarnation = knownIncarnation;
    pings.start();
  }

  /** Whether whoever is connected may say that it is this node. */
  boolean maySpeakFor(NodeId claimed) {
    return principal.isAdmin() || principal.name().equals(claimed.text());
  }

  boolean isBound() {
    return node != null;
  }

  NodeId nodeId() {
    return node.id();
  }

  KnownNode node() {
    return node;
  }

  long incarnation() {
    return incarnation;
  }

  NodeOutbox outbox() {
    return outbox;
  }

  String peer() {
    return String.valueOf(socket.remoteAddress());
  }

  /**
   * Says why and closes.
   *
   * @param fatal whether trying again is useless until something is changed
   */
  void refuse(String reason, boolean fatal) {
    if (closed) return;
    LOG.info("node=refused peer={} fatal={} reason=\"{}\"", peer(), fatal, reason);
    outbox.sendNow(new ControllerMessage.Refusal(reason, fatal));
    close(fatal ? POLICY_VIOLATION : NORMAL, reason);
  }

  /** Closes in peace. */
  void close(String reason) {
    close(NORMAL, reason);
  }

  private void close(short code, String reason) {
    if (closed) return;
    var text = reason.substring(0, Math.min(100, reason.length())).replaceAll("[^ -~]", "?");
    if (!socket.isClosed()) {
      socket.close(code, text).onFailure(e -> LOG.debug("node=close-failed peer={}", peer(), e));
    }
    ended();
  }

  /** The link cannot be used any more; nothing can be said either. */
  private void fail(String reason) {
    if (closed) return;
    LOG.info("node=dropped peer={} reason=\"{}\"", peer(), reason);
    close(POLICY_VIOLATION, reason);
  }

  private void receive(Buffer frame) {
    if (closed) return;
    try {
      receiver.received(this, frames.decode(frame));
    } catch (WireException e) {
      boolean last = node == null || ++malformed >= config.malformedMax();
      if (last) {
        refuse(e.getMessage(), false);
      } else {
        LOG.info("node=malformed-frame node={} reason=\"{}\"", node.id(), e.getMessage());
        outbox.sendNow(new ControllerMessage.Refusal(e.getMessage(), false));
      }
    }
  }

  private void pinged(long roundTripNanos) {
    if (!closed) receiver.roundTrip(this, roundTripNanos);
  }

  private void ended() {
    if (closed) return;
    closed = true;
    vertx.cancelTimer(helloTimer);
    pings.stop();
    receiver.ended(this);
  }
}
