package io.processdistro.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.node.testing.FakeController;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ControllerLinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final FakeController controller = new FakeController();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private ControllerLink link;
  private Context loop;

  @AfterEach
  void stop() {
    vertx.close().await();
    controller.close();
  }

  @Test
  void aWrongTokenEndsItAtTheFirstConnection() {
    connect(controller.address(), "not-the-right-token-at-all");
    awaitEvent("gave up: the controller " + controller.address() + " does not admit this node");
  }

  @Test
  void aFatalRefusalEndsItAtTheFirstConnection() {
    controller.greeting = List.of(new ControllerMessage.Refusal("protocol 1 is too\nold", true));
    connect();
    awaitEvent("gave up: the controller refused: protocol 1 is too old");
  }

  @Test
  void anotherMajorVersionEndsIt() {
    controller.greeting = List.of(new ControllerMessage.Welcome(2, 0, 1, 100, 5_000));
    connect();
    awaitEvent("gave up: the controller speaks protocol 2, this node 1");
  }

  @Test
  void aServerThatIsNoControllerEndsIt() {
    controller.answers.put(
        "GET /v1/nodes/connect", request -> request.response().setStatusCode(404).end());
    var plainHttp =
        vertx.createHttpServer().requestHandler(r -> r.response().setStatusCode(404).end());
    int port = plainHttp.listen(0, "127.0.0.1").await().actualPort();
    connect(new ControllerAddress("127.0.0.1", port), FakeController.TOKEN);
    awaitEvent("gave up: 127.0.0.1:" + port + " is an HTTP server, but not a ProcessDistro");
  }

  @Test
  void nobodyThereIsToldAndTriedAgain() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    connect(new ControllerAddress("127.0.0.1", port), FakeController.TOKEN);
    var told = "disconnected: the controller 127.0.0.1:" + port + " cannot be reached";
    await()
        .atMost(PATIENCE)
        .until(() -> events.stream().filter(event -> event.startsWith(told)).count() >= 3);
    assertThat(events).noneMatch(event -> event.startsWith("gave up"));
  }

  @Test
  void aServerThatNeverAnswersIsToldToo() throws Exception {
    try (var mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      connect(new ControllerAddress("127.0.0.1", mute.getLocalPort()), FakeController.TOKEN);
      awaitEvent(
          "disconnected: the controller 127.0.0.1:" + mute.getLocalPort() + " cannot be reached");
    }
  }

  @Test
  void anAttemptThatCannotBeginIsMadeAgain() {
    var asked = new AtomicInteger();
    connect(
        controller.address(),
        () -> {
          if (asked.incrementAndGet() <= 2) throw new IllegalStateException("no certificate now");
          return Entrance.plain(FakeController.TOKEN);
        });
    awaitEvent("welcomed new");
    assertThat(events).anyMatch(event -> event.contains("no certificate now"));
  }

  @Test
  void aControllerThatComesLateIsFound() {
    var address = controller.address();
    controller.stop();
    connect();
    awaitEvent("disconnected: ");
    controller.restart();
    assertThat(controller.address()).isEqualTo(address);
    awaitEvent("welcomed new");
  }

  @Test
  void onceWelcomedItComesBackWhateverHappensLater() {
    connect();
    awaitEvent("welcomed new");
    controller.greeting = List.of(new ControllerMessage.Refusal("not now", true));
    controller.dropConnections();
    awaitEvent("disconnected: the controller refused: not now");
    controller.greeting = List.of(new ControllerMessage.Welcome(1, 3, 2, 100, 5_000));
    await()
        .atMost(PATIENCE)
        .until(() -> events.stream().filter("welcomed new"::equals).count() == 2);
    assertThat(events).noneMatch(event -> event.startsWith("gave up"));
  }

  @Test
  void aSecondWelcomeOnOneConnectionIsNotANewConnection() {
    connect();
    awaitEvent("welcomed new");
    controller.send(new ControllerMessage.Welcome(1, 0, 1, 200, 5_000));
    awaitEvent("welcomed again");
  }

  @Test
  void aControllerThatNeverSaysWelcomeIsLeft() {
    controller.greeting = List.of();
    connect();
    awaitEvent("disconnected: the controller did not answer Hello");
  }

  @Test
  void workBeforeWelcomeIsRefused() {
    controller.greeting =
        List.of(
            new ControllerMessage.Acknowledge(List.of()),
            new ControllerMessage.Welcome(1, 0, 1, 100, 5_000));
    connect();
    assertThat(controller.await(NodeMessage.Refused.class).reason()).contains("Welcome");
    assertThat(events).noneMatch(event -> event.startsWith("acknowledged"));
  }

  @Test
  void reportsWhileTheConnectionClosesAreNoError() {
    connect();
    awaitEvent("welcomed new");
    var errors = new CopyOnWriteArrayList<Throwable>();
    loop.exceptionHandler(errors::add);
    loop.runOnContext(ignored -> reportInEachTurn());
    controller.dropConnections();
    awaitEvent("disconnected: ");
    assertThat(errors).isEmpty();
  }

  /** Asks and sends between all that the event loop does, until it knows of the end. */
  private void reportInEachTurn() {
    if (events.stream().anyMatch(event -> event.startsWith("disconnected: "))) return;
    if (!link.isSlow() && link.isConnected()) link.send(new NodeMessage.Report(List.of()));
    loop.runOnContext(ignored -> reportInEachTurn());
  }

  @Test
  void aFrozenControllerIsNoticedByItsSilence() throws Exception {
    // A proxy that stops to carry bytes looks like a frozen machine: the connection stays open.
    try (var proxy = new FreezingProxy(controller.address().port())) {
      connect(new ControllerAddress("127.0.0.1", proxy.port()), FakeController.TOKEN);
      awaitEvent("welcomed new");
      proxy.freeze();
      awaitEvent("disconnected: the controller has been silent");
    }
  }

  private void connect() {
    connect(controller.address(), FakeController.TOKEN);
  }

  private void connect(ControllerAddress address, String token) {
    connect(address, () -> Entrance.plain(token));
  }

  private void connect(ControllerAddress address, Supplier<Entrance> entrance) {
    var config = new LinkConfig(address, entrance, Duration.ofSeconds(2), Duration.ofMillis(1_500));
    vertx
        .deployVerticle(
            context -> {
              loop = context;
              link =
                  new ControllerLink(
                      vertx,
                      config,
                      new Backoff(50, 200, new Random(1)),
                      System::nanoTime,
                      new Recorder());
              link.start();
              return Future.succeededFuture();
            })
        .await();
  }

  private void awaitEvent(String start) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(events).anyMatch(event -> event.startsWith(start)));
  }

  private final class Recorder implements LinkListener {
    @Override
    public Future<NodeMessage.Hello> hello() {
      return Future.succeededFuture(
          new NodeMessage.Hello(
              1,
              0,
              NodeId.random(new Random(1)),
              new NodeName("x"),
              1,
              1,
              1,
              new HostFacts("", "", "", 1, 1),
              EngineFacts.UNKNOWN,
              List.of(),
              Optional.empty()));
    }

    @Override
    public void welcomed(ControllerMessage.Welcome welcome, boolean newConnection) {
      events.add("welcomed " + (newConnection ? "new" : "again"));
    }

    @Override
    public void assigned(ControllerMessage.Assign assign) {
      events.add("assigned");
    }

    @Override
    public void acknowledged(ControllerMessage.Acknowledge acknowledge) {
      events.add("acknowledged");
    }

    @Override
    public void revoked(ControllerMessage.Revoke revoke) {
      events.add("revoked");
    }

    @Override
    public void cancelled(ControllerMessage.Cancel cancel) {
      events.add("cancelled");
    }

    @Override
    public void writable() {
      events.add("writable");
    }

    @Override
    public void disconnected(String reason) {
      events.add("disconnected: " + reason);
    }

    @Override
    public void gaveUp(String reason) {
      events.add("gave up: " + reason);
    }
  }
}
