package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that break off, connect again, or come back in a later life. */
class NodeLivesTest {
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
      assertThat(former.awaitRefusal()).contains("later start");
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
}
