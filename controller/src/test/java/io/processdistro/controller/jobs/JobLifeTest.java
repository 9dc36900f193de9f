package io.processdistro.controller.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over real HTTP, run by hand-written nodes over real WebSockets. */
class JobLifeTest {
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

  @Test
  void aJobIsCutIntoTasksRunByNodesAndAssembledInOrder() {
    try (var one = FakeNode.connect(controller, "one", 2, FakeNode.SQUARES);
        var two = FakeNode.connect(controller, "two", 2, FakeNode.SQUARES)) {
      var id = controller.submitSquares(5_000);
      var job = controller.awaitJob(id);

      assertThat(job.path("state").asText()).isEqualTo("completed");
      assertThat(job.path("progress").path("grains_done").asLong()).isEqualTo(5_000);
      assertThat(job.path("progress").path("fraction").asDouble()).isEqualTo(1);
      assertThat(job.path("result").path("bytes").asLong()).isEqualTo(40_000);
      assertThat(job.path("timing").path("kernel_ms").asDouble()).isPositive();
      assertThat(job.path("stats").path("attempts").asLong())
          .isEqualTo(one.leases().size() + two.leases().size());
      var result = controller.get("/v1/jobs/" + id + "/result");
      assertThat(result.bytes()).isEqualTo(SquaresTask.outputOf(0, 5_000));
      assertThat(result.header("Content-Disposition")).contains("squares-" + id + ".npy");
      assertThat(result.header("Content-Length")).isEqualTo("40000");
    }
  }

  @Test
  void everyReportIsAcknowledgedOnceItsOutputIsAssembled() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      controller.awaitJob(controller.submitSquares(300));
      await()
          .untilAsserted(
              () ->
                  assertThat(node.acknowledged())
                      .containsExactlyInAnyOrderElementsOf(node.leases()));
    }
  }

  @Test
  void aJobWithoutNodesWaitsAndSaysWhy() {
    var id = controller.submitSquares(10);
    await()
        .untilAsserted(
            () -> {
              var job = controller.get("/v1/jobs/" + id).json();
              assertThat(job.path("state").asText()).isEqualTo("queued");
              assertThat(job.path("waiting_reason").asText()).isEqualTo("no node is connected");
            });
    try (var _ = FakeNode.connect(controller, "late", 1, FakeNode.SQUARES)) {
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
    }
  }

  @Test
  void aTrapIsConfirmedOnAnotherNodeAndThenFailsTheJobWithItsEvidence() {
    FakeNode.Work trapping =
        (epoch, lease) -> new Outcome.Failed(ErrorCode.GUEST_TRAP, "unreachable", "");
    try (var _ = FakeNode.connect(controller, "one", 1, trapping);
        var _ = FakeNode.connect(controller, "two", 1, trapping)) {
      var job = controller.awaitJob(controller.submitSquares(10));
      assertThat(job.path("state").asText()).isEqualTo("failed");
      assertThat(job.path("error").path("code").asText()).isEqualTo("GUEST_TRAP");
      assertThat(job.path("error").path("message").asText()).contains("unreachable");
      assertThat(job.path("result").isNull()).isTrue();
      var result = controller.get("/v1/jobs/" + job.path("id").asText() + "/result");
      assertThat(result.status()).isEqualTo(409);
      assertThat(result.text()).contains("is failed");
    }
  }

  @Test
  void anOutputOfWrongLengthIsInvalidAndItsGrainsRunElsewhere() {
    FakeNode.Work shortened =
        (epoch, lease) -> new Outcome.Succeeded(new Output.Inline(new byte[3]));
    try (var liar = FakeNode.connect(controller, "liar", 1, shortened)) {
      var id = controller.submitSquares(10);
      await().until(() -> !liar.leases().isEmpty());
      try (var _ = FakeNode.connect(controller, "honest", 1, FakeNode.SQUARES)) {
        var job = controller.awaitJob(id);
        assertThat(job.path("state").asText()).isEqualTo("completed");
        assertThat(job.path("stats").path("invalid").asLong()).isPositive();
      }
    }
  }

  @Test
  void anOutputThatOnlyTheAssemblySeesThroughFailsTheJob() {
    FakeNode.Work lying =
        (epoch, lease) -> {
          var output = SquaresTask.outputOf(lease.from(), lease.to());
          output[0] = SquaresTask.LIE;
          return new Outcome.Succeeded(new Output.Inline(output));
        };
    try (var _ = FakeNode.connect(controller, "liar", 1, lying)) {
      var job = controller.awaitJob(controller.submitSquares(1_000));
      assertThat(job.path("state").asText()).isEqualTo("failed");
      assertThat(job.path("error").path("code").asText()).isEqualTo("GUEST_OUTPUT_INVALID");
      await()
          .untilAsserted(
              () -> assertThat(directory.resolve("state/controller/results")).isEmptyDirectory());
    }
  }

  @Test
  void cancellingStopsWhatRunsAndIsFinalAndRepeatable() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      var id = controller.submitSquares(10);
      await().until(() -> !node.leases().isEmpty());
      var cancelled = controller.delete("/v1/jobs/" + id);
      assertThat(cancelled.status()).isEqualTo(200);
      assertThat(cancelled.json().path("state").asText()).isEqualTo("cancelled");
      assertThat(controller.delete("/v1/jobs/" + id).json().path("state").asText())
          .isEqualTo("cancelled");
      await().until(() -> !node.received(ControllerMessage.Cancel.class).isEmpty());
    }
  }

  @Test
  void aLongPollAnswersAsSoonAsTheJobChanges() {
    var id = controller.submitSquares(10);
    await().until(() -> controller.get("/v1/jobs/" + id).json().path("version").asLong() > 1);
    long version = controller.get("/v1/jobs/" + id).json().path("version").asLong();
    long start = System.nanoTime();
    var unchanged = controller.get("/v1/jobs/" + id + "?wait=300ms&seen=" + version).json();
    assertThat(unchanged.path("version").asLong()).isEqualTo(version);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      var changed = controller.get("/v1/jobs/" + id + "?wait=20s&seen=" + version).json();
      assertThat(changed.path("version").asLong()).isGreaterThan(version);
    }
  }

  @Test
  void theSameIdempotencyKeyMakesOneJob() {
    var body = "{\"task_type\":\"squares\",\"params\":{\"count\":3}}";
    var first = submitWithKey(body);
    var again = submitWithKey(body);
    var other = submitWithKey(body.replace('3', '4'));
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(controller.get("/v1/jobs").json().path("jobs")).hasSize(1);
  }

  private RunningController.Answer submitWithKey(String body) {
    return new RunningController.Answer(
        controller.send(
            controller
                .request("/v1/jobs")
                .header("Idempotency-Key", "key-1")
                .POST(BodyPublishers.ofString(body))
                .build()));
  }

  @Test
  void aJobIsFoundByAnyUniquePrefixOfItsId() {
    var id = controller.submitSquares(3);
    assertThat(controller.get("/v1/jobs/" + id.substring(0, 10)).json().path("id").asText())
        .isEqualTo(id);
    assertThat(controller.get("/v1/jobs/" + (id.charAt(0) == 'a' ? "b" : "a")).status())
        .isEqualTo(404);
  }

  @Test
  void jobsAreListedNewestFirstInPages() {
    var first = controller.submitSquares(1);
    var second = controller.submitSquares(2);
    var third = controller.submitSquares(3);
    var page = controller.get("/v1/jobs?limit=2").json();
    assertThat(page.path("jobs").findValuesAsText("id")).containsExactly(third, second);
    var rest = controller.get("/v1/jobs?limit=2&cursor=" + page.path("next_cursor").asText());
    assertThat(rest.json().path("jobs").findValuesAsText("id")).containsExactly(first);
    assertThat(rest.json().path("next_cursor").isNull()).isTrue();
    assertThat(controller.get("/v1/jobs?state=completed").json().path("jobs")).isEmpty();
  }

  @Test
  void whatHappenedToAJobCanBeAskedFor() {
    try (var node = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      var id = controller.submitSquares(100);
      await().until(() -> !node.leases().isEmpty());
      var task = controller.get("/v1/jobs/" + id + "/tasks").json().path("tasks").path(0);
      assertThat(task.path("node_name").asText()).isEqualTo("one");
      assertThat(task.path("lease").asText()).isEqualTo(node.leases().getFirst().toString());
      assertThat(task.path("from").asLong()).isZero();
      var events = controller.get("/v1/jobs/" + id + "/events").json().path("events");
      assertThat(events.findValuesAsText("kind")).startsWith("submitted").contains("assigned");
      var why = controller.get("/v1/jobs/" + id + "/explain?range=0..1").json();
      assertThat(why.path("grains").asText()).isEqualTo("0..1");
      assertThat(why.path("summary").asText()).isNotBlank();
      assertThat(why.path("reasons").toString()).contains("on one");
      assertThat(controller.get("/v1/jobs/" + id + "/explain?range=5..5").status()).isEqualTo(400);
    }
  }

  @Test
  void largeOutputsComeAsBlobsAndAreReadFromTheStore() {
    FakeNode.Work uploading =
        (epoch, lease) -> {
          var output = SquaresTask.outputOf(lease.from(), lease.to());
          var hash = ContentHash.of(output);
          assertThat(controller.put("/v1/blobs/" + hash, output).status()).isIn(200, 201);
          return new Outcome.Succeeded(new Output.Blob(hash, output.length));
        };
    try (var _ = FakeNode.connect(controller, "one", 1, uploading)) {
      var id = controller.submitSquares(2_000);
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
      assertThat(controller.get("/v1/jobs/" + id + "/result").bytes())
          .isEqualTo(SquaresTask.outputOf(0, 2_000));
    }
  }
}
