package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.wire.NodeMessage;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that stop and continue jobs and nodes, over a real connection to a real controller. */
class LifecycleCommandsTest {
  private static final int USAGE = 2;
  private static final int TIME_OUT = 5;

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

  private CommandRun run(String... command) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(
        List.of(
            "--controller",
            "127.0.0.1:" + controller.port(),
            "--token-file",
            directory.resolve("state/controller.json").toString()));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private String stateOfNode() {
    return controller.get("/v1/nodes/one").json().path("state").asText();
  }

  @Test
  void aCancelledJobIsResumedAndACompletedOneIsRefused() {
    var id = controller.submitSquares(50);
    assertThat(run("cancel", id).status()).isZero();
    var resumed = run("resume", id);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("0 of 50 grains were done before");
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
    }
    var again = run("resume", id);
    assertThat(again.status()).isNotZero();
    assertThat(again.err()).contains("nothing of it is missing");
  }

  @Test
  void aDrainedNodeGetsNothingUntilItIsResumed() {
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      await().until(() -> stateOfNode().equals("ready"));
      var drained = run("node", "drain", "one", "--wait", "5s");
      assertThat(drained.status()).as(drained.err()).isZero();
      assertThat(drained.err()).contains("0 tasks run on it");
      var id = controller.submitSquares(50);
      assertThat(controller.get("/v1/jobs/" + id + "?wait=300ms").json().path("state").asText())
          .isEqualTo("queued");
      assertThat(run("node", "resume", "one").err()).contains("ready");
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
      assertThat(run("node", "pause", "one").err()).contains("node one is");
      assertThat(stateOfNode()).isNotEqualTo("ready");
    }
  }

  @Test
  void aNodeThatTakesNoWorkByItsOwnWordShowsWhyUntilItDoes() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      node.send(new NodeMessage.Intake(false, "paused by its owner"));
      await().until(() -> reasonOfNode().equals("paused by its owner"));
      assertThat(run("nodes").out()).contains("unwilling", "takes no work: paused by its owner");
      var id = controller.submitSquares(5);
      var job = controller.get("/v1/jobs/" + id + "?wait=300ms").json();
      assertThat(job.path("waiting_code").asText()).isEqualTo("no_nodes");
      node.send(new NodeMessage.Intake(true, ""));
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
      assertThat(reasonOfNode()).isEmpty();
    }
  }

  private String reasonOfNode() {
    return controller.get("/v1/nodes/one").json().path("unwilling_because").asText("");
  }

  @Test
  void waitingForANodeThatStaysBusyEnds() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      controller.submitSquares(50);
      await().until(() -> !node.leases().isEmpty());
      assertThat(run("node", "drain", "one", "--wait", "1s").status()).isEqualTo(TIME_OUT);
      assertThat(run("node", "resume", "one", "--wait", "1s").status()).isEqualTo(USAGE);
      assertThat(run("node", "stop", "one").status()).isEqualTo(USAGE);
      assertThat(run("node", "drain", "two").err()).contains("there is no such node");
      assertThat(run("nodes", "approve", "one").err()).contains("node one is");
    }
  }
}
