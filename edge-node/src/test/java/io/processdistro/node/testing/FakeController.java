package io.processdistro.node.testing;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireException;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A controller made of a real socket and of what a test tells it to say. It keeps everything it
 * hears, answers Hello with Welcome unless told otherwise, and serves blobs.
 */
public final class FakeController implements AutoCloseable {
  public static final String TOKEN = "test-token-0123456789";
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final CborCodec<NodeMessage> incoming = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> outgoing = new CborCodec<>(ControllerMessage.class);
  private final BlockingQueue<NodeMessage> heard = new LinkedBlockingQueue<>();
  private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();

  /** Blobs it has, by hash: those it serves and those that were uploaded. */
  public final Map<ContentHash, byte[]> blobs = new ConcurrentHashMap<>();

  /** How often each path was asked for, "GET /v1/blobs/…". */
  public final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

  /** Answers of single paths instead of the ordinary ones. */
  public final Map<String, Consumer<HttpServerRequest>> answers = new ConcurrentHashMap<>();

  /** What is said to a Hello; empty for silence. */
  public volatile List<ControllerMessage> greeting =
      List.of(new ControllerMessage.Welcome(1, 0, 1, 100, 5_000));

  private HttpServer server;
  private final int port;

  public FakeController() {
    this(0);
  }

  public FakeController(int port) {
    server = listen(port);
    this.port = server.actualPort();
  }

  private HttpServer listen(int port) {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMaxWebSocketFrameSize(WireLimits.FRAME_BYTES_MAX)
                .setMaxWebSocketMessageSize(WireLimits.FRAME_BYTES_MAX))
        .webSocketHandshakeHandler(
            handshake -> {
              if (!isAllowed(handshake.headers().get("Authorization"))) {
                handshake.reject(401);
              } else if (handshake.path().equals("/v1/nodes/connect")) {
                handshake.accept();
              } else {
                handshake.reject(404);
              }
            })
        .webSocketHandler(this::accept)
        .requestHandler(this::answer)
        .listen()
        .await();
  }

  private static boolean isAllowed(String authorization) {
    return ("Bearer " + TOKEN).equals(authorization);
  }

  private void accept(ServerWebSocket socket) {
    sockets.add(socket);
    socket.closeHandler(ignored -> sockets.remove(socket));
    socket.binaryMessageHandler(
        frame -> {
          try {
            var message = incoming.decode(frame.getBytes());
            if (message instanceof NodeMessage.Hello) greeting.forEach(this::send);
            heard.add(message);
          } catch (WireException e) {
            throw new AssertionError("the node sent nonsense", e);
          }
        });
  }

  private void answer(HttpServerRequest request) {
    var key = request.method() + " " + request.path();
    requests.computeIfAbsent(key, ignored -> new AtomicInteger()).incrementAndGet();
    var special = answers.get(key);
    if (special != null) {
      special.accept(request);
    } else if (!isAllowed(request.getHeader("Authorization"))) {
      request.response().setStatusCode(401).end();
    } else if (request.path().startsWith("/v1/blobs/")) {
      var hash = ContentHash.parse(request.path().substring("/v1/blobs/".length()));
      if (request.method() == HttpMethod.PUT) store(request, hash);
      else serve(request, hash);
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  private void serve(HttpServerRequest request, ContentHash hash) {
    var content = blobs.get(hash);
    if (content == null) request.response().setStatusCode(404).end();
    else request.response().end(Buffer.buffer(content));
  }

  private void store(HttpServerRequest request, ContentHash hash) {
    request
        .body()
        .onSuccess(
            body -> {
              if (ContentHash.of(body.getBytes()).equals(hash)) {
                blobs.put(hash, body.getBytes());
                request.response().setStatusCode(201).end();
              } else {
                request.response().setStatusCode(422).end();
              }
            });
  }

  public ControllerAddress address() {
    return new ControllerAddress("127.0.0.1", port);
  }

  /** Adds a blob that nodes can fetch. */
  public ContentHash offer(byte[] content) {
    var hash = ContentHash.of(content);
    blobs.put(hash, content);
    return hash;
  }

  public int requestsOf(String method, ContentHash hash) {
    var count = requests.get(method + " /v1/blobs/" + hash);
    return count == null ? 0 : count.get();
  }

  /** Says something to every connected node. */
  public void send(ControllerMessage message) {
    sendRaw(outgoing.encode(message));
  }

  public void sendRaw(byte[] frame) {
    for (var socket : sockets) socket.writeBinaryMessage(Buffer.buffer(frame));
  }

  public void sendText(String text) {
    for (var socket : sockets) socket.writeTextMessage(text);
  }

  public int connections() {
    return sockets.size();
  }

  /** Waits for the next message of a kind; others before it are dropped. */
  public <M extends NodeMessage> M await(Class<M> kind) {
    return await(kind, message -> true);
  }

  /** Waits for the next message of a kind that fits; all others before it are dropped. */
  public <M extends NodeMessage> M await(Class<M> kind, Predicate<M> fits) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        var message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message == null) throw new AssertionError("no " + kind.getSimpleName() + " came");
        if (kind.isInstance(message) && fits.test(kind.cast(message))) return kind.cast(message);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What has come by now and was not awaited. */
  public List<NodeMessage> heardByNow() {
    return List.copyOf(heard);
  }

  /** Breaks every connection without a goodbye, as a crash does. */
  public void dropConnections() {
    for (var socket : sockets) socket.shutdown(0, TimeUnit.MILLISECONDS);
  }

  /** Stops to listen and breaks every connection. */
  public void stop() {
    server.close().await();
  }

  /** Listens again on the same port. */
  public void restart() {
    server = listen(port);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
