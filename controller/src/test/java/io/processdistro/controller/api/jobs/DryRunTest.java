package io.processdistro.controller.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would become of a submission: said as a real one would say it, without starting it. */
class DryRunTest {
  private static final String SQUARES = "{\"task_type\":\"squares\",\"params\":{\"count\":40}}";

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
  void saysThePlanAndStartsNothing() {
    var answer = controller.post("/v1/jobs?dry_run=true", SQUARES);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("grains").asLong()).isEqualTo(40);
    assertThat(answer.json().at("/placement/reason").asText()).isEqualTo("no node is ready");
    assertThat(controller.get("/v1/jobs").json().path("jobs")).isEmpty();
  }

  @Test
  void countsTheNodesThatFit() {
    try (var _ = FakeNode.connect(controller, "alpha", 3, FakeNode.NOTHING)) {
      await()
          .until(
              () ->
                  controller
                      .post("/v1/jobs?dry_run=true", SQUARES)
                      .json()
                      .at("/placement/slots_fitting")
                      .asInt(),
              slots -> slots == 3);
      var placement = controller.post("/v1/jobs?dry_run=true", SQUARES).json().path("placement");
      assertThat(placement.path("nodes_fitting").asInt()).isEqualTo(1);
      assertThat(placement.path("reason").isNull()).isTrue();
    }
  }

  @Test
  void namesTheJobWhoseResultWouldDo() {
    try (var _ = FakeNode.connect(controller, "alpha", 1, FakeNode.SQUARES)) {
      var earlier = controller.submitSquares(40);
      controller.awaitJob(earlier);

      var outlook = controller.post("/v1/jobs?dry_run=true", SQUARES).json();

      assertThat(outlook.path("reused_from").asText()).isEqualTo(earlier);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"task_type\":\"squares\",\"params\":{\"count\":0}}",
        "{\"task_type\":\"sqares\"}",
        "{\"task_type\":\"squares\",\"weight\":0}",
        "{\"task_type\":\"squares\",\"inputs\":{\"a\":{\"sha256\":\"00\"}}}",
        "{",
        "[]",
        ""
      })
  void isRefusedWithTheSameAsARealSubmission(String body) {
    var real = controller.post("/v1/jobs", body);
    var dry = controller.post("/v1/jobs?dry_run=true", body);

    assertThat(real.status()).isBetween(400, 499);
    assertThat(dry.status()).isEqualTo(real.status());
    assertThat(dry.text()).isEqualTo(real.text());
  }

  @Test
  void isAYesOrANo() {
    var answer = controller.post("/v1/jobs?dry_run=perhaps", SQUARES);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("dry_run must be true or false");
  }
}
