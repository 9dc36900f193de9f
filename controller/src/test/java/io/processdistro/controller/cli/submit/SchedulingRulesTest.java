package io.processdistro.controller.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.cli.CommandRun;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scheduling flags of the command line, and jobs that no node can run, at a real controller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchedulingRulesTest {
  private RunningController controller;
  private Path token;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    controller = RunningController.start(directory);
    token = Files.writeString(directory.resolve("token"), controller.pinnedToken());
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterAll
  void stop() {
    controller.close();
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--controller", "127.0.0.1:" + controller.port(), "--token-file", "" + token));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --priority     | urgent               | priority must be low, normal or high
          --weight       | 0                    | weight must be 1 to 1000, was 0
          --weight       | 1001                 | weight must be 1 to 1000, was 1001
          --slots-max    | 0                    | slots_max must be 1 to 1000000, was 0
          --attempts-max | 0                    | attempts_max must be 1 to 100, was 0
          --attempts-max | 101                  | attempts_max must be 1 to 100, was 101
          --submitter    | a b                  | submitter must be 1 to 63 letters
          --deadline     | tomorrow             | deadline must be a time such as
          --deadline     | 0                    | deadline must be a time such as
          --deadline     | 2020-01-01T00:00:00Z | deadline must be in the future
          --deadline     | 9999-01-01T00:00:00Z | at most 3650 days ahead""")
  void anImpossibleRuleExitsWith2AndStartsNothing(String flag, String value, String message) {
    var run =
        run("submit-task", "--task-type", "squares", "--params", "{\"count\":1}", flag, value);

    assertThat(run.err()).contains(message).hasLineCount(1).doesNotContain("Exception");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(controller.get("/v1/jobs?state=queued").json().path("jobs")).isEmpty();
  }

  @Test
  void aJobThatNoReadyNodeFitsIsShownAsSuchAndGivenUpAfterThePlacementTime() {
    try (var small = FakeNode.silent(controller)) {
      small.send(offering(1 << 16));
      await()
          .until(
              () ->
                  controller
                      .get("/v1/nodes/small")
                      .json()
                      .path("state")
                      .asText("")
                      .equals("ready"));

      var run =
          run(
              "submit-task",
              "--task-type",
              "squares",
              "--params",
              "{\"count\":1}",
              "--placement-timeout",
              "500ms");

      assertThat(run.status()).isEqualTo(3);
      assertThat(run.err()).contains("no connected node offers the memory", "controller cancel");
      var job = controller.get("/v1/jobs?state=queued").json().path("jobs").path(0);
      var id = job.path("id").asText();
      assertThat(job.path("waiting_code").asText()).isEqualTo("no_node_fits");
      assertThat(run("jobs").out()).contains("no node fits");
      assertThat(run("job", id).out()).contains("no connected node offers the memory");
      assertThat(run("explain", id).out())
          .contains("A task needs", "the most that a ready node offers is " + (1 << 16));

      // A node that fits ends it.
      try (var _ = FakeNode.connect(controller, "large", 1, FakeNode.SQUARES)) {
        assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
      }
    }
  }

  private static NodeMessage.Hello offering(long taskMemoryBytesMax) {
    return new NodeMessage.Hello(
        WireLimits.PROTOCOL_MAJOR,
        WireLimits.PROTOCOL_MINOR,
        FakeNode.idOf("small"),
        new NodeName("small"),
        1,
        4,
        taskMemoryBytesMax,
        new HostFacts("host", "Linux", "amd64", 2, 1L << 30),
        EngineFacts.UNKNOWN,
        List.of(),
        Optional.empty());
  }
}
