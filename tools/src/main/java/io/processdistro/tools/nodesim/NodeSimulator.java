package io.processdistro.tools.nodesim;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Thousands of fake nodes over the real wire, from one process, to measure a controller. */
public final class NodeSimulator implements AutoCloseable {
  /**
   * Few, because a controller gives a newcomer 15 s to say who it is: on a busy machine, and with a
   * JVM that has just started, a hundred handshakes at once would all be begun and none finished.
   */
  private static final int OPENING_MAX = 16;

  private static final int TRIES_MAX = 5;

  private final Vertx vertx;
  private final SimulationCounters counters = new SimulationCounters();
  private final CborCodec<NodeMessage> outgoing = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> incoming = new CborCodec<>(ControllerMessage.class);

  /** Kept because Vert.x closes the connections of a client that nobody refers to. */
  private final Queue<WebSocketClient> clients = new ConcurrentLinkedQueue<>();

  /**
   * @param eventLoops threads that carry the nodes, at least 1
   */
  public NodeSimulator(int eventLoops) {
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
  }

  /**
   * Connects {@code nodes} nodes, {@value #OPENING_MAX} at a time; ends when all have an open
   * socket, fails if one cannot connect in {@value #TRIES_MAX} tries.
   *
   * @param target the controller, with its operator's token
   * @param behaviour of the node with a given index
   */
  public Future<?> connect(
      ControllerTarget target, int nodes, long seed, IntFunction<Behaviour> behaviour) {
    var where =
        new WebSocketConnectOptions()
            .setHost(target.address().host())
            .setPort(target.address().port())
            .setURI("/v1/nodes/connect");
    target.token().ifPresent(token -> where.putHeader("Authorization", "Bearer " + token));
    if (target.trust() instanceof ControllerTrust.Known(var authorities)) {
      where
          .setSsl(true)
          .setSslOptions(
              new ClientSSLOptions()
                  .setTrustOptions(TrustOptions.wrap(authorities.trustManagers()))
                  .setHostnameVerificationAlgorithm("HTTPS"));
    }
    return connectFrom(
        0, nodes, index -> connectOne(where, index, seed, behaviour.apply(index), TRIES_MAX));
  }

  private static Future<?> connectFrom(int first, int nodes, IntFunction<Future<?>> connectOne) {
    // The first one alone: it loads what all need.
    int end = first == 0 ? 1 : Math.min(nodes, first + OPENING_MAX);
    var wave = IntStream.range(first, end).mapToObj(connectOne).toList();
    var opened = Future.all(wave);
    return end == nodes ? opened : opened.compose(ignored -> connectFrom(end, nodes, connectOne));
  }

  /** Each node is born on a context of its own, so that they spread over the event loops. */
  private Future<?> connectOne(
      WebSocketConnectOptions where, int index, long seed, Behaviour behaviour, int tries) {
    return vertx
        .deployVerticle(
            context -> {
              var node =
                  new SimulatedNode(vertx, index, seed, behaviour, counters, outgoing, incoming);
              return node.connect(newClient(), where)
                  .onSuccess(ignored -> counters.connected.increment());
            })
        .<Object>mapEmpty()
        .recover(
            e ->
                tries == 1
                    ? Future.failedFuture(e)
                    : connectOne(where, index, seed, behaviour, tries - 1).mapEmpty());
  }

  private WebSocketClient newClient() {
    var client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(WireLimits.FRAME_BYTES_MAX)
                .setMaxMessageSize(WireLimits.FRAME_BYTES_MAX));
    clients.add(client);
    return client;
  }

  public SimulationCounters counters() {
    return counters;
  }

  /** Closes every connection; waits for the event loops to end. */
  @Override
  public void close() {
    vertx.close().await();
  }
}
