package io.processdistro.node.link;

import io.processdistro.common.trust.TlsTrouble;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireException;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's one connection to its controller: a WebSocket that is opened again, with back-off,
 * whenever it ends. Soft state only: what must survive a reconnect is in the task desk and in the
 * spool, and {@code Hello} tells it anew.
 *
 * <p>Lives on one event loop; call every method there. Pings of the controller are answered by
 * Vert.x below this class.
 */
public final class ControllerLink implements MessageSender {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerLink.class);
  private static final String PATH = "/v1/nodes/connect";

  /** Of one attempt, each of which has a limit of its own: TCP, TLS, upgrade; and one to spare. */
  private static final int ATTEMPT_STEPS = 4;

  private static final Buffer PING = Buffer.buffer("node");

  private final Vertx vertx;
  private final LinkConfig config;
  private final Backoff backoff;
  private final LongSupplier nanoClock;
  private final LinkListener listener;
  private final WebSocketClient client;
  private final CborCodec<NodeMessage> outgoing = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> incoming = new CborCodec<>(ControllerMessage.class);

  private Connection connection;
  private boolean everWelcomed;
  private boolean closed;

  public ControllerLink(
      Vertx vertx,
      LinkConfig config,
      Backoff backoff,
      LongSupplier nanoClock,
      LinkListener listener) {
    this.vertx = vertx;
    this.config = config;
    this.backoff = backoff;
    this.nanoClock = nanoClock;
    this.listener = listener;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setConnectTimeout((int) config.connectMax().toMillis())
                .setMaxFrameSize(WireLimits.FRAME_BYTES_MAX)
                .setMaxMessageSize(WireLimits.FRAME_BYTES_MAX));
  }

  /** Begins to connect; call once. */
  public void start() {
    connect();
  }

  @Override
  public boolean isConnected() {
    return connection != null && connection.isOpen() && connection.welcomed;
  }

  @Override
  public boolean isSlow() {
    return connection != null && connection.isOpen() && connection.socket.writeQueueFull();
  }

  @Override
  public void send(NodeMessage message) {
    if (isConnected()) connection.send(message);
  }

  /** Ends the connection for good, after what was sent before has gone out. */
  public Future<Void> close() {
    closed = true;
    return connection == null ? Future.succeededFuture() : connection.socket.close();
  }

  /** Whatever happens to an attempt, another one follows: a node that stops trying is lost. */
  private void connect() {
    if (closed) return;
    var attempt = open();
    attempt
        .timeout(ATTEMPT_STEPS * config.connectMax().toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(this::opened)
        .onFailure(
            error -> {
              attempt.onSuccess(WebSocket::close);
              failed(error);
            });
  }

  private Future<WebSocket> open() {
    try {
      return client.connect(where());
    } catch (RuntimeException e) {
      LOG.error("link=attempt-failed", e);
      return Future.failedFuture(e);
    }
  }

  private WebSocketConnectOptions where() {
    var controller = config.controller();
    var options =
        new WebSocketConnectOptions()
            .setHost(controller.host())
            .setPort(controller.port())
            .setURI(PATH)
            .setTimeout(config.connectMax().toMillis());
    var entrance = config.entrance().get();
    entrance.authorization().ifPresent(value -> options.putHeader("Authorization", value));
    entrance.webSocketTls().ifPresent(tls -> options.setSsl(true).setSslOptions(tls));
    return options;
  }

  private void opened(WebSocket socket) {
    if (closed) {
      socket.close();
      return;
    }
    connection = new Connection(socket);
    connection.introduce();
  }

  private void failed(Throwable error) {
    if (closed) return;
    if (error instanceof UpgradeRejectedException rejected) {
      var reason = rejection(rejected.getStatus());
      if (!everWelcomed && isFinal(rejected.getStatus())) {
        giveUp(reason);
      } else {
        tryLater(reason);
      }
      return;
    }
    tryLater(
        TlsTrouble.reason(error)
            .map(reason -> "no safe connection with " + config.controller() + ": " + reason)
            .orElse(
                "the controller "
                    + config.controller()
                    + " cannot be reached ("
                    + text(error)
                    + ")"));
  }

  /** The answers that will be the same until somebody changes something. */
  private static boolean isFinal(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  private String rejection(int status) {
    return switch (status) {
      case 401, 403 ->
          "the controller "
              + config.controller()
              + " does not admit this node: its token or certificate is wrong, has expired or was revoked;"
              + " give a new one with --token-file";
      case 404 -> config.controller() + " is an HTTP server, but not a ProcessDistro controller";
      default -> "the controller " + config.controller() + " answered with HTTP status " + status;
    };
  }

  private void tryLater(String reason) {
    long waitMillis = backoff.nextMillis();
    LOG.debug("link=retry wait_ms={} reason=\"{}\"", waitMillis, reason);
    vertx.setTimer(waitMillis, ignored -> connect());
    listener.disconnected(reason);
  }

  private void giveUp(String reason) {
    closed = true;
    listener.gaveUp(reason);
  }

  private static String text(Throwable error) {
    var message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }

  /** One WebSocket from opening to end. */
  private final class Connection {
    private final WebSocket socket;
    private boolean welcomed;
    private long lastHeardNanos = nanoClock.getAsLong();
    private long watchTimer = -1;
    private String endReason = "the controller closed the connection";
    private boolean refusedForGood;

    Connection(WebSocket socket) {
      this.socket = socket;
      socket.binaryMessageHandler(this::receive);
      socket.textMessageHandler(text -> refuse("text messages are not part of the protocol"));
      socket.pongHandler(pong -> lastHeardNanos = nanoClock.getAsLong());
      socket.drainHandler(ignored -> listener.writable());
      socket.exceptionHandler(error -> endReason = "the connection broke: " + text(error));
      socket.closeHandler(ignored -> ended());
    }

    void introduce() {
      listener
          .hello()
          .onSuccess(
              hello -> {
                if (connection != this) return;
                send(hello);
                watch();
              })
          .onFailure(error -> end("the node cannot introduce itself: " + text(error)));
    }

    /** False from the start of a close on, which {@link #ended} hears of some turns later. */
    boolean isOpen() {
      return !socket.isClosed();
    }

    void send(NodeMessage message) {
      if (!isOpen()) return;
      socket.writeBinaryMessage(Buffer.buffer(outgoing.encode(message)));
    }

    private void receive(Buffer frame) {
      lastHeardNanos = nanoClock.getAsLong();
      try {
        handle(incoming.decode(frame.getBytes()));
      } catch (WireException e) {
        refuse(e.getMessage());
      }
    }

    private void refuse(String reason) {
      LOG.warn("link=malformed-message reason=\"{}\"", reason);
      send(new NodeMessage.Refused(reason));
    }

    private void handle(ControllerMessage message) {
      switch (message) {
        case ControllerMessage.Welcome welcome -> welcome(welcome);
        case ControllerMessage.Refusal refusal -> refused(refusal);
        case ControllerMessage other when !welcomed -> refuse("Welcome comes first");
        case ControllerMessage.Assign assign -> listener.assigned(assign);
        case ControllerMessage.Acknowledge acknowledge -> listener.acknowledged(acknowledge);
        case ControllerMessage.Revoke revoke -> listener.revoked(revoke);
        case ControllerMessage.Cancel cancel -> listener.cancelled(cancel);
      }
    }

    private void welcome(ControllerMessage.Welcome welcome) {
      if (welcome.protocolMajor() != WireLimits.PROTOCOL_MAJOR) {
        refusedForGood = true;
        end(
            "the controller speaks protocol "
                + welcome.protocolMajor()
                + ", this node "
                + WireLimits.PROTOCOL_MAJOR
                + ": update the older one");
        return;
      }
      boolean first = !welcomed;
      welcomed = true;
      everWelcomed = true;
      backoff.reset();
      listener.welcomed(welcome, first);
    }

    private void refused(ControllerMessage.Refusal refusal) {
      var reason = "the controller refused: " + printable(refusal.reason());
      if (!refusal.fatal()) {
        LOG.warn("link=refusal reason=\"{}\"", printable(refusal.reason()));
        return;
      }
      refusedForGood = true;
      end(reason);
    }

    /** Notices a controller that is gone without a goodbye, and one that never says Welcome. */
    private void watch() {
      long everyMillis = config.silenceMax().toMillis() / 3;
      watchTimer =
          vertx.setPeriodic(
              everyMillis,
              ignored -> {
                var silence = nanoClock.getAsLong() - lastHeardNanos;
                if (silence > config.silenceMax().toNanos()) {
                  end(
                      "the controller has been silent for "
                          + config.silenceMax().toSeconds()
                          + " s");
                } else {
                  socket.writePing(PING);
                }
              });
      vertx.setTimer(
          config.connectMax().toMillis(),
          ignored -> {
            if (connection == this && !welcomed) end("the controller did not answer Hello");
          });
    }

    private void end(String reason) {
      endReason = reason;
      // The close handshake of a dead peer never ends, so nobody waits for it.
      socket.close();
      ended();
    }

    private void ended() {
      if (connection != this) return;
      connection = null;
      vertx.cancelTimer(watchTimer);
      if (closed) return;
      if (refusedForGood && !everWelcomed) {
        giveUp(endReason);
      } else {
        tryLater(endReason);
      }
    }
  }

  /** Text of the other side, fit for a log line. */
  private static String printable(String text) {
    var cut = text.length() > 300 ? text.substring(0, 300) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}+", " ");
  }
}
