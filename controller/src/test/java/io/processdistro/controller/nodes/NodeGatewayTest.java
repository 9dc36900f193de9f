package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on real WebSockets: how they are taken in, shown, measured, drained and let go. */
class NodeGatewayTest {
  @TempDir Path directory;
  private RunningController controller;

  @BeforeEach
  void start() {
    controller = RunningController.start(directory);
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private String stateOf(String name) {
    return controller.get("/v1/nodes/" + name).json().path("state").asText();
  }

  @Test
  void aHelloIsAnsweredAndTheNodeIsShown() {
    try (var node = FakeNode.connect(controller, "one", 3, FakeNode.NOTHING)) {
      await().until(() -> !node.received(ControllerMessage.Welcome.class).isEmpty());
      node.heartbeat();
      await().until(() -> controller.get("/v1/nodes/one").json().path("load").isObject());
      var shown = controller.get("/v1/nodes").json().path("nodes").path(0);
      assertThat(shown.path("name").asText()).isEqualTo("one");
      assertThat(shown.path("state").asText()).isEqualTo("ready");
      assertThat(shown.path("slots").asInt()).isEqualTo(3);
      assertThat(shown.path("host").path("cpus").asInt()).isEqualTo(2);
      assertThat(shown.path("engine").path("name").asText()).isEqualTo("");
      assertThat(shown.path("sandbox").toString())
          .isEqualTo("{\"low_priority\":true,\"core_dumps_off\":true,\"own_network\":false}");
      assertThat(shown.path("load").path("cpu_share").asDouble()).isEqualTo(0.5);
    }
  }

  @Test
  void aPulseLeavesEngineAndModulesAsTheLastHeartbeatSaid() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      var module = SquaresTask.MODULE.toString();
      var engine = new EngineFacts("tested", true, 1, 1, "");
      node.send(
          new NodeMessage.Heartbeat(
              1, List.of(), 0, new NodeLoad(0.5, 1, 2, 0), List.of(module), engine));
      node.send(new NodeMessage.Pulse(2, List.of(), 0, new NodeLoad(0.25, 1, 2, 0)));
      await()
          .until(
              () ->
                  controller.get("/v1/nodes/one").json().path("load").path("cpu_share").asDouble()
                      == 0.25);
      var shown = controller.get("/v1/nodes/one").json();
      assertThat(shown.path("engine").path("name").asText()).isEqualTo("tested");
      assertThat(shown.path("warm_modules").path(0).asText()).isEqualTo(module);
    }
  }

  @Test
  void aPulseBeforeAnyHeartbeatIsASignOfLifeAndNoMore() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      node.send(new NodeMessage.Pulse(1, List.of(), 0, new NodeLoad(0.25, 1, 2, 0)));
      await().until(() -> controller.get("/v1/nodes/one").json().path("load").isObject());
      var shown = controller.get("/v1/nodes/one").json();
      assertThat(shown.path("engine").path("name").asText()).isEqualTo("GraalVM CE");
      assertThat(shown.path("warm_modules")).isEmpty();
    }
  }

  @Test
  void theMoreNodesTheRarerEachIsPinged() {
    controller.close();
    var defaults = GatewayConfig.DEFAULTS;
    var gateway =
        new GatewayConfig(
            defaults.connectionsMax(),
            defaults.helloMax(),
            Duration.ofMillis(20),
            10,
            defaults.stuckMax(),
            defaults.malformedMax(),
            defaults.heartbeat(),
            defaults.lease());
    controller =
        RunningController.start(
            RunningController.configIn(directory.resolve("pings"))
                .withLimits(ControllerConfig.Limits.DEFAULTS.withGateway(gateway)));
    var nodes = new ArrayList<FakeNode>();
    try {
      for (int i = 0; i < 5; i++) {
        nodes.add(FakeNode.connect(controller, "n" + i, 1, FakeNode.NOTHING));
      }
      // Five links at ten pings a second: one each half second, not one each 20 ms.
      var first = nodes.getFirst();
      await().until(() -> first.pings() >= 2);
      int before = first.pings();
      await().during(Duration.ofMillis(900)).until(() -> first.pings() <= before + 3);
      await().until(() -> first.pings() > before);
    } finally {
      nodes.forEach(FakeNode::close);
    }
  }

  @Test
  void theRoundTripIsMeasured() {
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      await()
          .until(() -> controller.get("/v1/nodes/one").json().path("round_trip_ms").asDouble() > 0);
    }
  }

  @Test
  void aDrainedNodeGetsNothingNewUntilItIsResumed() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      await().until(() -> controller.get("/v1/nodes/one").status() == 200);
      assertThat(controller.post("/v1/nodes/one/drain", "").json().path("state").asText())
          .isEqualTo("draining");
      var id = controller.submitSquares(5);
      var waiting = controller.get("/v1/jobs/" + id + "?wait=700ms").json();
      assertThat(waiting.path("state").asText()).isEqualTo("queued");
      assertThat(node.leases()).isEmpty();
      assertThat(controller.post("/v1/nodes/one/resume", "").json().path("state").asText())
          .isEqualTo("ready");
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
    }
  }

  @Test
  void aNodeThatSaysGoodbyeIsGoneAtOnce() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      await().until(() -> controller.get("/v1/nodes/one").status() == 200);
      node.send(new NodeMessage.Goodbye("stopped by its owner"));
      await().until(node::isClosed);
      await().until(() -> stateOf("one").equals("lost"));
      assertThat(controller.post("/v1/nodes/one/pause", "").status()).isEqualTo(409);
    }
  }

  @Test
  void failuresOfANodeAreCountedWithIt() {
    FakeNode.Work failing =
        (epoch, lease) -> new Outcome.Failed(ErrorCode.RUNNER_DIED, "the runner died", "");
    try (var node = FakeNode.connect(controller, "one", 1, failing)) {
      controller.submitSquares(8);
      await()
          .until(
              () ->
                  controller.get("/v1/nodes/one").json().path("tasks").path("failed").asLong() > 0);
      assertThat(node.isClosed()).isFalse();
    }
  }
}
