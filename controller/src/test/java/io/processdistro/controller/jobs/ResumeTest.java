package io.processdistro.controller.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that go on: after a start of the controller, and after their end. */
class ResumeTest {
  private static final int COUNT = 3_000;
  private static final int BROKEN_FROM = 1_500;

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

  private void startAgain() {
    controller.close();
    controller = RunningController.start(directory);
  }

  /** Runs the first half, and traps or stays silent in the second. */
  private static FakeNode.Work firstHalf(List<LeaseGrant> done, Outcome otherwise) {
    return (epoch, lease) -> {
      if (lease.to() > BROKEN_FROM) return otherwise;
      done.add(lease);
      return FakeNode.SQUARES.apply(epoch, lease);
    };
  }

  private static FakeNode.Work recording(List<LeaseGrant> done) {
    return (epoch, lease) -> {
      done.add(lease);
      return FakeNode.SQUARES.apply(epoch, lease);
    };
  }

  private long grainsDone(String job) {
    return controller.get("/v1/jobs/" + job).json().path("progress").path("grains_done").asLong();
  }

  private void assertThatNothingRanTwice(
      String id, List<LeaseGrant> before, List<LeaseGrant> after) {
    var job = controller.awaitJob(id);
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("completed");
    assertThat(controller.get("/v1/jobs/" + id + "/result").bytes())
        .isEqualTo(SquaresTask.outputOf(0, COUNT));
    for (var first : before) {
      for (var second : after) {
        assertThat(second.from() >= first.to() || second.to() <= first.from())
            .as("%s was accepted before %s ran", first, second)
            .isTrue();
      }
    }
    var stats = job.path("stats");
    assertThat(stats.path("accepted").asLong()).isEqualTo(before.size() + (long) after.size());
    long ended = 0;
    for (var how :
        List.of("accepted", "duplicate", "stale", "invalid", "failed", "cancelled", "lost")) {
      ended += stats.path(how).asLong();
    }
    assertThat(stats.path("attempts").asLong()).as(stats.toString()).isEqualTo(ended);
  }

  @Test
  void anUnfinishedJobGoesOnAfterAStartOfTheController() {
    var before = new CopyOnWriteArrayList<LeaseGrant>();
    String id;
    long version;
    try (var _ = FakeNode.connect(controller, "one", 1, firstHalf(before, null))) {
      id = controller.submitSquares(COUNT);
      await().until(() -> grainsDone(id) > 0);
      version = controller.get("/v1/jobs/" + id).json().path("version").asLong();
      await()
          .until(() -> grainsDone(id) == before.stream().mapToLong(l -> l.to() - l.from()).sum());
    }
    startAgain();
    assertThat(controller.get("/v1/jobs/" + id).json().path("version").asLong())
        .isGreaterThan(version);
    var after = new CopyOnWriteArrayList<LeaseGrant>();
    try (var _ = FakeNode.connect(controller, "two", 2, recording(after))) {
      assertThatNothingRanTwice(id, before, after);
    }
  }

  @Test
  void aFailedJobRunsOnlyWhatIsMissingWhenItIsResumed() {
    var before = new CopyOnWriteArrayList<LeaseGrant>();
    var trap = new Outcome.Failed(ErrorCode.GUEST_TRAP, "unreachable", "");
    var id = controller.submitSquares(COUNT);
    try (var _ = FakeNode.connect(controller, "one", 1, firstHalf(before, trap));
        var _ = FakeNode.connect(controller, "two", 1, firstHalf(before, trap))) {
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("failed");
    }
    startAgain();
    assertThat(controller.post("/v1/jobs/" + id + "/resume", "").status()).isEqualTo(200);
    var after = new CopyOnWriteArrayList<LeaseGrant>();
    try (var _ = FakeNode.connect(controller, "three", 2, recording(after))) {
      var job = controller.awaitJob(id);
      assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("completed");
      assertThat(controller.get("/v1/jobs/" + id + "/result").bytes())
          .isEqualTo(SquaresTask.outputOf(0, COUNT));
      assertThat(after.stream().mapToLong(lease -> lease.to() - lease.from()).sum())
          .isLessThan(COUNT);
    }
    var again = controller.post("/v1/jobs/" + id + "/resume", "");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text()).contains("nothing of it is missing");
  }

  @Test
  void aCancelledJobGoesOnUnderItsOwnIdWhenItIsResumed() {
    var id = controller.submitSquares(COUNT);
    controller.delete("/v1/jobs/" + id);
    var resumed = controller.post("/v1/jobs/" + id + "/resume", "");
    assertThat(resumed.json().path("state").asText()).as(resumed.text()).isEqualTo("queued");
    try (var _ = FakeNode.connect(controller, "one", 2, FakeNode.SQUARES)) {
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
    }
  }

  @Test
  void aJobWhoseInputIsGoneFailsWithTheReasonAndTheOthersGoOn() throws IOException {
    var note = new byte[] {1, 2, 3};
    var hash = ContentHash.of(note).toString();
    controller.put("/v1/blobs/" + hash, note);
    var robbed =
        controller
            .post(
                "/v1/jobs",
                "{\"task_type\":\"squares\",\"params\":{\"count\":5},\"inputs\":{\"note\":{\"sha256\":\""
                    + hash
                    + "\"}}}")
            .json()
            .path("id")
            .asText();
    var other = controller.submitSquares(7);
    controller.close();
    Files.delete(
        directory.resolve("state/controller/blobs").resolve(hash.substring(0, 2)).resolve(hash));
    controller = RunningController.start(directory);
    var failed = controller.awaitJob(robbed);
    assertThat(failed.path("state").asText()).isEqualTo("failed");
    assertThat(failed.path("error").path("message").asText()).contains(hash);
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      assertThat(controller.awaitJob(other).path("state").asText()).isEqualTo("completed");
      controller.put("/v1/blobs/" + hash, note);
      assertThat(controller.post("/v1/jobs/" + robbed + "/resume", "").status()).isEqualTo(200);
      assertThat(controller.awaitJob(robbed).path("state").asText()).isEqualTo("completed");
    }
  }

  @Test
  void theSameIdempotencyKeyMeansTheSameJobAfterAStart() {
    var first = submitWithKey();
    startAgain();
    var again = submitWithKey();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
  }

  private RunningController.Answer submitWithKey() {
    return new RunningController.Answer(
        controller.send(
            controller
                .request("/v1/jobs")
                .header("Idempotency-Key", "key-1")
                .POST(
                    BodyPublishers.ofString("{\"task_type\":\"squares\",\"params\":{\"count\":3}}"))
                .build()));
  }

  @Test
  void aJobOfTheSameWorkGetsTheResultOfTheEarlierOneUnlessItIsToBeComputed() {
    String first;
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      first = controller.submitSquares(40);
      controller.awaitJob(first);
    }
    startAgain();
    var second = controller.get("/v1/jobs/" + controller.submitSquares(40)).json();
    assertThat(second.path("state").asText()).isEqualTo("completed");
    assertThat(second.path("result").path("reused_from").asText()).isEqualTo(first);
    assertThat(second.path("id").asText()).isNotEqualTo(first);
    assertThat(controller.get("/v1/jobs/" + second.path("id").asText() + "/result").bytes())
        .isEqualTo(SquaresTask.outputOf(0, 40));
    var computed =
        controller.post(
            "/v1/jobs", "{\"task_type\":\"squares\",\"params\":{\"count\":40},\"cache\":false}");
    assertThat(computed.json().path("state").asText()).isEqualTo("queued");
    var impure =
        controller.post(
            "/v1/jobs", "{\"task_type\":\"squares\",\"params\":{\"count\":40},\"hedging\":false}");
    assertThat(impure.json().path("state").asText()).isEqualTo("queued");
  }
}
