package io.processdistro.controller.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a job would take: told from a few of its tiles, of which nothing else is left. */
class EstimateTest {
  private static final String ESTIMATE = "/v1/jobs?estimate=true";
  private static final String SQUARES = "{\"task_type\":\"squares\",\"params\":{\"count\":4000}}";

  @TempDir private Path directory;
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
  void aFewTilesTellTheTimeOfAll() {
    try (var _ = nodeOfSquares()) {
      var estimate = controller.post(ESTIMATE, SQUARES);

      assertThat(estimate.status()).isEqualTo(200);
      var told = estimate.json();
      assertThat(told.path("tiles_done").asLong()).isEqualTo(32);
      assertThat(told.path("grains").asLong()).isEqualTo(4_000);
      // The fake node says that a task holds a slot for 2 ms, 1.5 of them in the kernel.
      assertThat(told.path("grain_ms").asDouble()).isEqualTo(2);
      assertThat(told.path("low_seconds").asDouble()).isBetween(5.9, 9.0);
      assertThat(told.path("high_seconds").asDouble()).isBetween(8.5, 12.0);
      assertThat(told.at("/ahead/jobs").asInt()).isZero();
    }
  }

  @Test
  void theSampleHasNoResultAndNoJobTakesItForOne() {
    try (var _ = nodeOfSquares()) {
      var sample = controller.post(ESTIMATE, SQUARES).json().path("job").asText();

      var result = controller.get("/v1/jobs/" + sample + "/result");
      assertThat(result.status()).isEqualTo(409);
      assertThat(result.text()).contains("was a sample for an estimate and has no result");
      var sampled = controller.get("/v1/jobs/" + sample).json();
      assertThat(sampled.path("state").asText()).isEqualTo("completed");
      assertThat(sampled.path("result").isNull()).isTrue();
      assertThat(sampled.path("estimate").asBoolean()).isTrue();
      var real = controller.awaitJob(controller.submitSquares(4_000));
      assertThat(real.at("/result/reused_from").isNull()).isTrue();
      assertThat(real.path("estimate")).isEqualTo(BooleanNode.FALSE);
      assertThat(real.at("/result/bytes").asLong()).isEqualTo(4_000 * Long.BYTES);
      var again = controller.post(ESTIMATE, SQUARES).json();
      assertThat(again.path("reused_from").asText()).isEqualTo(real.path("id").asText());
    }
  }

  @Test
  void withoutANodeNothingIsMeasuredAndNobodyWaits() {
    var told = controller.post(ESTIMATE, SQUARES).json();

    assertThat(told.path("low_seconds").isNull()).isTrue();
    assertThat(told.path("high_seconds").isNull()).isTrue();
    assertThat(told.at("/placement/reason").asText()).isEqualTo("no node is ready");
    var sample = controller.awaitJob(told.path("job").asText());
    assertThat(sample.path("state").asText()).isEqualTo("cancelled");
  }

  @Test
  void aSampleStaysOneWhenTheControllerIsStartedAgain() {
    String sample;
    try (var _ = FakeNode.connect(controller, "alpha", 1, FakeNode.NOTHING)) {
      awaitReady();
      CompletableFuture.runAsync(() -> controller.post(ESTIMATE, SQUARES)).exceptionally(e -> null);
      sample = await().until(this::onlyJob, id -> !id.isEmpty());
    }
    controller.close();
    controller = RunningController.start(directory);
    try (var _ = nodeOfSquares()) {
      var job = controller.awaitJob(sample);

      assertThat(job.path("state").asText()).isEqualTo("completed");
      assertThat(job.at("/progress/grains_total").asLong()).isEqualTo(32);
      assertThat(job.path("result").isNull()).isTrue();
    }
  }

  @Test
  void whatWaitsBeforeItIsCounted() {
    try (var _ = FakeNode.connect(controller, "alpha", 1, FakeNode.SQUARES)) {
      awaitReady();
      controller.post(
          "/v1/jobs",
          "{\"task_type\":\"squares\",\"priority\":\"low\",\"params\":{\"count\":10000000}}");
      controller.post(
          "/v1/jobs", "{\"task_type\":\"squares\",\"params\":{\"count\":10000000,\"per_task\":1}}");

      var ahead = controller.post(ESTIMATE, SQUARES).json().path("ahead");

      assertThat(ahead.path("jobs").asInt()).isEqualTo(1);
    }
  }

  @Test
  void isRefusedWithTheSameAsARealSubmissionAndBesideADryRun() {
    for (var body :
        List.of(
            "{\"task_type\":\"squares\",\"params\":{\"count\":0}}",
            "{\"task_type\":\"sqares\"}",
            "{\"task_type\":\"squares\",\"weight\":0}",
            "{",
            "")) {
      var real = controller.post("/v1/jobs", body);
      var estimate = controller.post(ESTIMATE, body);

      assertThat(estimate.status()).isEqualTo(real.status()).isBetween(400, 499);
      assertThat(estimate.text()).isEqualTo(real.text());
    }
    var both = controller.post(ESTIMATE + "&dry_run=true", SQUARES);
    assertThat(both.status()).isEqualTo(400);
    assertThat(both.text()).contains("use one of them");
  }

  private FakeNode nodeOfSquares() {
    // Tiles are anywhere in the line; the sample drops what they give.
    var node = FakeNode.connect(controller, "alpha", 1, FakeNode.SQUARES);
    awaitReady();
    return node;
  }

  private void awaitReady() {
    await()
        .until(
            () -> controller.get("/v1/nodes").json().at("/nodes/0/state").asText(),
            "ready"::equals);
  }

  private String onlyJob() {
    JsonNode jobs = controller.get("/v1/jobs").json().path("jobs");
    return jobs.at("/0/id").asText();
  }
}
