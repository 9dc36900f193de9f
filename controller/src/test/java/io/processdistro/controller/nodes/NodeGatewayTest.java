package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Friendly and hostile nodes on real WebSockets. */
class NodeGatewayTest {
  private static final Outcome DONE =
      new Outcome.Succeeded(new Output.Inline(SquaresTask.outputOf(0, 8)));

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

  private static String refusalTo(FakeNode node) {
    await().until(() -> !node.received(ControllerMessage.Refusal.class).isEmpty());
    return node.received(ControllerMessage.Refusal.class).getFirst().reason();
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
  void aNodeOfAnotherMajorVersionIsRefusedWithTheRemedy() {
    try (var node = FakeNode.silent(controller)) {
      var hello = FakeNode.hello(FakeNode.idOf("x"), "x", 1, 1, List.of());
      node.send(
          new NodeMessage.Hello(
              WireLimits.PROTOCOL_MAJOR + 1,
              0,
              hello.node(),
              hello.name(),
              1,
              1,
              hello.taskMemoryBytesMax(),
              hello.host(),
              hello.engine(),
              List.of(),
              hello.sandbox()));
      assertThat(refusalTo(node)).contains("run the same release on both");
      assertThat(node.received(ControllerMessage.Refusal.class).getFirst().fatal()).isTrue();
      await().until(node::isClosed);
    }
  }

  @Test
  void aFirstMessageThatIsNoHelloEndsTheConnection() {
    try (var node = FakeNode.silent(controller)) {
      node.heartbeat();
      assertThat(refusalTo(node)).contains("hello");
      await().until(node::isClosed);
    }
  }

  @Test
  void garbageBeforeTheHelloEndsTheConnection() {
    try (var node = FakeNode.silent(controller)) {
      node.sendBytes("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
      await().until(node::isClosed);
    }
  }

  @Test
  void textIsRefused() {
    try (var node = FakeNode.silent(controller)) {
      node.sendText("{\"type\":\"hello\"}");
      assertThat(refusalTo(node)).contains("binary");
      await().until(node::isClosed);
    }
  }

  @Test
  void aFewUnreadableFramesAreRefusedAndTheNodeGoesOn() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      node.sendBytes(new byte[] {1, 2, 3});
      node.sendBytes(new byte[0]);
      refusalTo(node);
      assertThat(controller.awaitJob(controller.submitSquares(5)).path("state").asText())
          .isEqualTo("completed");
    }
  }

  @Test
  void randomFramesNeverDoMoreThanEndTheirOwnConnection() {
    var random = new Random(7);
    try (var good = FakeNode.connect(controller, "good", 1, FakeNode.SQUARES)) {
      for (int round = 0; round < 10; round++) {
        try (var bad = FakeNode.connect(controller, "bad", 1, FakeNode.NOTHING)) {
          for (int i = 0; i < 50; i++) {
            var frame = new byte[random.nextInt(200)];
            random.nextBytes(frame);
            bad.sendBytes(frame);
          }
          await().until(bad::isClosed);
        }
      }
      assertThat(controller.awaitJob(controller.submitSquares(5)).path("state").asText())
          .isEqualTo("completed");
      assertThat(good.isClosed()).isFalse();
    }
  }

  @Test
  void aFrameOverTheLimitEndsTheConnection() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      node.sendBytes(new byte[WireLimits.FRAME_BYTES_MAX]);
      refusalTo(node);
      assertThat(node.isClosed()).isFalse();
      node.sendTooLongFrame();
      await().until(node::isClosed);
    }
  }

  @Test
  void aSecondHelloOnOneConnectionIsRefused() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      node.send(FakeNode.hello(FakeNode.idOf("other"), "other", 1, 1, List.of()));
      assertThat(refusalTo(node)).contains("second hello");
      await().until(node::isClosed);
    }
  }

  @Test
  void aReconnectOfTheSameLifeReplacesTheOldConnection() {
    try (var old = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      await().until(() -> !old.received(ControllerMessage.Welcome.class).isEmpty());
      var id = controller.submitSquares(5);
      await().until(() -> !old.leases().isEmpty());
      var held = old.leases().stream().map(FakeNode::running).toList();
      try (var renewed = FakeNode.reconnect(controller, "one", 1, held, FakeNode.SQUARES)) {
        await().until(old::isClosed);
        assertThat(old.received(ControllerMessage.Refusal.class).getFirst().fatal()).isFalse();
        for (var lease : held) {
          renewed.report(
              lease.lease(), new Outcome.Succeeded(new Output.Inline(SquaresTask.outputOf(0, 5))));
        }
        assertThat(controller.awaitJob(id).path("stats").path("lost").asLong()).isZero();
      }
    }
  }

  @Test
  void anEarlierLifeOfANodeIsRefusedWhileTheLaterOneIsConnected() {
    try (var present = FakeNode.reconnect(controller, "one", 5, List.of(), FakeNode.NOTHING);
        var former = FakeNode.reconnect(controller, "one", 4, List.of(), FakeNode.NOTHING)) {
      assertThat(refusalTo(former)).contains("later start");
      await().until(former::isClosed);
      assertThat(present.isClosed()).isFalse();
    }
  }

  @Test
  void aLaterLifeTakesOverAndTheWorkOfTheEarlierOneIsGivenOutAgain() {
    try (var former = FakeNode.reconnect(controller, "one", 1, List.of(), FakeNode.NOTHING)) {
      var id = controller.submitSquares(5);
      await().until(() -> !former.leases().isEmpty());
      try (var _ = FakeNode.reconnect(controller, "one", 2, List.of(), FakeNode.SQUARES)) {
        assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
        await().until(former::isClosed);
        assertThat(former.received(ControllerMessage.Refusal.class).getFirst().fatal()).isTrue();
      }
    }
  }

  @Test
  void aResultOfAnEarlierLifeIsTakenOverWithItsClaim() {
    try (var former = FakeNode.reconnect(controller, "one", 1, List.of(), FakeNode.NOTHING)) {
      var id = controller.submitSquares(5);
      await().until(() -> !former.leases().isEmpty());
      var assign = former.received(ControllerMessage.Assign.class).getFirst();
      var grant = assign.leases().getFirst();
      var lease = new LeaseKey(assign.epoch(), grant.number());
      var claim = new HeldLease.Claim(new JobId(id), grant.from(), grant.to());
      var held = new HeldLease(lease, HeldLease.State.REPORTED, Optional.of(claim));
      try (var later = FakeNode.reconnect(controller, "one", 2, List.of(held), FakeNode.SQUARES)) {
        later.report(
            lease,
            new Outcome.Succeeded(
                new Output.Inline(SquaresTask.outputOf(grant.from(), grant.to()))));
        assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
        assertThat(later.received(ControllerMessage.Assign.class))
            .flatExtracting(ControllerMessage.Assign::leases)
            .as("computed again")
            .noneMatch(again -> again.from() == grant.from());
        await().until(() -> later.acknowledged().contains(lease));
      }
    }
  }

  @Test
  void aReportSentTwiceCountsOnceAndBothAreAcknowledged() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      var id = controller.submitSquares(8);
      controller.awaitJob(id);
      var lease = node.leases().getFirst();
      node.report(lease, DONE);
      await().until(() -> node.acknowledged().stream().filter(lease::equals).count() == 2);
      var stats = controller.get("/v1/jobs/" + id).json().path("stats");
      assertThat(stats.path("accepted").asLong()).isEqualTo(stats.path("attempts").asLong());
    }
  }

  @Test
  void reportsOfLeasesThatNobodyKnowsAreAcknowledgedAndDropped() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      var forged = List.of(new LeaseKey(1, 999_999), new LeaseKey(77, 1));
      for (var lease : forged) node.report(lease, DONE);
      await().until(() -> node.acknowledged().containsAll(forged));
      await()
          .until(
              () ->
                  controller
                      .get("/metrics")
                      .text()
                      .contains("processdistro_reports_unknown_total 2.0"));
    }
  }

  @Test
  void aNodeCannotReportTheLeaseOfAnother() {
    try (var owner = FakeNode.connect(controller, "owner", 1, FakeNode.NOTHING)) {
      var id = controller.submitSquares(8);
      await().until(() -> !owner.leases().isEmpty());
      try (var thief = FakeNode.connect(controller, "thief", 1, FakeNode.NOTHING)) {
        var lease = owner.leases().getFirst();
        thief.report(lease, DONE);
        await().until(() -> thief.acknowledged().contains(lease));
        var job = controller.get("/v1/jobs/" + id).json();
        assertThat(job.path("progress").path("grains_done").asLong()).isZero();
      }
    }
  }

  @Test
  void theWorkOfANodeThatBreaksOffRunsElsewhere() {
    try (var steady = FakeNode.connect(controller, "steady", 1, FakeNode.SQUARES);
        var lost = FakeNode.connect(controller, "lost", 1, FakeNode.NOTHING)) {
      await().until(() -> controller.get("/v1/nodes").json().path("nodes").size() == 2);
      var id = controller.submitSquares(2_000);
      await().until(() -> !lost.leases().isEmpty());
      lost.breakOff();
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
      assertThat(controller.get("/v1/jobs/" + id + "/result").bytes())
          .isEqualTo(SquaresTask.outputOf(0, 2_000));
      assertThat(steady.isClosed()).isFalse();
      assertThat(stateOf("lost")).isIn("suspect", "lost");
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
  void aHostileNodeNameNeverReachesTheController() {
    try (var node = FakeNode.silent(controller)) {
      node.sendRawHello("<img onerror=alert(1)>");
      await().until(node::isClosed);
      assertThat(controller.get("/v1/nodes").json().path("nodes")).isEmpty();
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
