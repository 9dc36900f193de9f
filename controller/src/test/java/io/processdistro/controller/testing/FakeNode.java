package io.processdistro.controller.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.SandboxFacts;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.common.wire.WireException;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A node made of one WebSocket: says hello, and answers leases as the test wants. */
public final class FakeNode implements AutoCloseable {
  /** What it does with a lease; null keeps it without an answer. */
  public interface Work extends BiFunction<Long, LeaseGrant, Outcome> {
    /** For work that depends on more than the lease. */
    default Outcome apply(ControllerMessage.Assign assign, LeaseGrant lease) {
      return apply(assign.epoch(), lease);
    }
  }

  public static final Work SQUARES =
      (epoch, lease) ->
          new Outcome.Succeeded(new Output.Inline(SquaresTask.outputOf(lease.from(), lease.to())));

  public static final Work NOTHING = (epoch, lease) -> null;

  private static final TaskTimes TIMES = new TaskTimes(1_000, 2_000_000, 1_500_000);

  private final CborCodec<NodeMessage> outgoing = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> incoming = new CborCodec<>(ControllerMessage.class);
  private final Vertx vertx = Vertx.vertx();
  private final WebSocket socket;
  private final Work work;
  private final List<ControllerMessage> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger pings = new AtomicInteger();
  private volatile boolean closed;

  private FakeNode(RunningController controller, Work work, String token, String path) {
    this.work = work;
    var options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(controller.port())
            .setURI(path)
            .putHeader("Authorization", "Bearer " + token);
    if (controller.server().access().trust() instanceof ControllerTrust.Known(var authorities)) {
      options
          .setSsl(true)
          .setSslOptions(
              new ClientSSLOptions()
                  .setTrustOptions(TrustOptions.wrap(authorities.trustManagers()))
                  .setHostnameVerificationAlgorithm("HTTPS"));
    }
    var client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(WireLimits.FRAME_BYTES_MAX)
                .setMaxMessageSize(WireLimits.FRAME_BYTES_MAX));
    try {
      this.socket = client.connect(options).await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      vertx.close();
      throw new IllegalStateException(e);
    }
    socket.binaryMessageHandler(this::receive);
    socket.closeHandler(ignored -> closed = true);
    socket.frameHandler(
        frame -> {
          if (frame.isPing()) pings.incrementAndGet();
        });
  }

  /** Connected, but silent. */
  public static FakeNode silent(RunningController controller) {
    return new FakeNode(controller, NOTHING, controller.token(), "/v1/nodes/connect");
  }

  /** Connected and introduced. */
  public static FakeNode connect(RunningController controller, String name, int slots, Work work) {
    var node = new FakeNode(controller, work, controller.token(), "/v1/nodes/connect");
    node.send(hello(idOf(name), name, 1, slots, List.of()));
    return node;
  }

  /** Connected and introduced with a certain life and certain leases. */
  public static FakeNode reconnect(
      RunningController controller,
      String name,
      long incarnation,
      List<HeldLease> held,
      Work work) {
    var node = new FakeNode(controller, work, controller.token(), "/v1/nodes/connect");
    node.send(hello(idOf(name), name, incarnation, 1, held));
    return node;
  }

  public static NodeId idOf(String name) {
    return NodeId.random(new Random(name.hashCode()));
  }

  public static NodeMessage.Hello hello(
      NodeId id, String name, long incarnation, int slots, List<HeldLease> held) {
    return new NodeMessage.Hello(
        WireLimits.PROTOCOL_MAJOR,
        WireLimits.PROTOCOL_MINOR,
        id,
        new NodeName(name),
        incarnation,
        slots,
        256L << 20,
        new HostFacts("host", "Linux", "amd64", 2, 1L << 30),
        new EngineFacts("GraalVM CE", true, 1, 1, ""),
        held,
        Optional.of(new SandboxFacts(true, true, false)));
  }

  private void receive(Buffer frame) {
    try {
      var message = incoming.decode(frame.getBytes());
      received.add(message);
      if (message instanceof ControllerMessage.Assign assign) work(assign);
    } catch (WireException e) {
      throw new IllegalStateException(e);
    }
  }

  private void work(ControllerMessage.Assign assign) {
    var reports = new ArrayList<TaskReport>();
    for (var lease : assign.leases()) {
      var outcome = work.apply(assign, lease);
      if (outcome != null) {
        reports.add(new TaskReport(new LeaseKey(assign.epoch(), lease.number()), outcome, TIMES));
      }
    }
    if (!reports.isEmpty()) send(new NodeMessage.Report(reports));
  }

  public void report(LeaseKey lease, Outcome outcome) {
    send(new NodeMessage.Report(List.of(new TaskReport(lease, outcome, TIMES))));
  }

  public void heartbeat() {
    send(
        new NodeMessage.Heartbeat(
            1, List.of(), 0, new NodeLoad(0.5, 1, 2, 0), List.of(), EngineFacts.UNKNOWN));
  }

  public void send(NodeMessage message) {
    sendBytes(outgoing.encode(message));
  }

  public void sendBytes(byte[] frame) {
    socket.writeBinaryMessage(Buffer.buffer(frame));
  }

  /** One byte more than the other side takes, in pieces that are each short enough. */
  public void sendTooLongFrame() {
    var half = Buffer.buffer(new byte[WireLimits.FRAME_BYTES_MAX / 2 + 1]);
    socket.writeFrame(WebSocketFrame.binaryFrame(half, false));
    socket.writeFrame(WebSocketFrame.continuationFrame(half, true));
  }

  /** A hello whose name has not been checked. */
  public void sendRawHello(String name) {
    try {
      var mapper = new CBORMapper();
      var hello =
          (ObjectNode) mapper.readTree(outgoing.encode(hello(idOf("x"), "x", 1, 1, List.of())));
      sendBytes(mapper.writeValueAsBytes(hello.put("name", name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a node tells of it when it comes back. */
  public static HeldLease running(LeaseKey lease) {
    return new HeldLease(lease, HeldLease.State.RUNNING, Optional.empty());
  }

  public void sendText(String text) {
    socket.writeTextMessage(text);
  }

  /** Cuts the connection without a word. */
  public void breakOff() {
    socket.shutdown(0, TimeUnit.SECONDS);
    closed = true;
  }

  /** How often the controller has measured the round trip. */
  public int pings() {
    return pings.get();
  }

  public boolean isClosed() {
    return closed;
  }

  /** Everything received so far, in order. */
  public List<ControllerMessage> received() {
    return received;
  }

  /** Why the controller refuses what this node has sent; waits until it does. */
  public String awaitRefusal() {
    await().until(() -> !received(ControllerMessage.Refusal.class).isEmpty());
    return received(ControllerMessage.Refusal.class).getFirst().reason();
  }

  public <M extends ControllerMessage> List<M> received(Class<M> kind) {
    return received.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Every lease it was ever given. */
  public List<LeaseKey> leases() {
    return received(ControllerMessage.Assign.class).stream()
        .flatMap(
            assign ->
                assign.leases().stream().map(lease -> new LeaseKey(assign.epoch(), lease.number())))
        .toList();
  }

  public List<LeaseKey> acknowledged() {
    return received(ControllerMessage.Acknowledge.class).stream()
        .flatMap(acknowledge -> acknowledge.leases().stream())
        .toList();
  }

  @Override
  public void close() {
    socket.close().otherwiseEmpty().await();
    vertx.close().await();
  }
}
