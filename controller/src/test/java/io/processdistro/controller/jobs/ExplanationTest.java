package io.processdistro.controller.jobs;

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

/** What the API says about why a job is where it is. */
class ExplanationTest {
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
  void aJobWithoutNodesIsExplained() {
    var id = controller.submitSquares(10);

    var explanation = controller.get("/v1/jobs/" + id + "/explain").json();

    assertThat(explanation.path("job_id").asText()).isEqualTo(id);
    assertThat(explanation.path("summary").asText()).contains("No node is ready");
    assertThat(explanation.path("reasons").path(0).asText()).isEqualTo("grains 0..10: waiting");
    var events = controller.get("/v1/jobs/" + id + "/events").json().path("events");
    assertThat(events.path(0).path("kind").asText()).isEqualTo("submitted");
    assertThat(events.path(0).path("at").asText()).endsWith("Z");
  }

  @Test
  void leasesThatAreOutAreListedPageByPage() {
    try (var node = FakeNode.connect(controller, "slow", 4, FakeNode.NOTHING)) {
      var id = controller.submitSquares(5_000);
      await().until(() -> node.leases().size() >= 4);

      var page = controller.get("/v1/jobs/" + id + "/tasks?limit=2").json();

      assertThat(page.path("tasks")).hasSize(2);
      assertThat(page.path("tasks").path(0).path("node_name").asText()).isEqualTo("slow");
      assertThat(page.path("tasks").path(0).path("from").asLong()).isZero();
      var cursor = page.path("next_cursor").asText();
      assertThat(cursor).isEqualTo(page.path("tasks").path(1).path("to").asText());
      var next = controller.get("/v1/jobs/" + id + "/tasks?limit=2&cursor=" + cursor).json();
      assertThat(next.path("tasks").path(0).path("from").asText()).isEqualTo(cursor);
    }
  }

  @Test
  void aFinishedJobIsExplainedToo() {
    try (var _ = FakeNode.connect(controller, "one", 2, FakeNode.SQUARES)) {
      var id = controller.submitSquares(100);
      controller.awaitJob(id);

      var explanation = controller.get("/v1/jobs/" + id + "/explain?range=0..5").json();

      assertThat(explanation.path("summary").asText()).contains("ended");
      assertThat(explanation.path("grains").asText()).isEqualTo("0..5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5..5", "9..2", "1", "a..b", "-1..2", "0..99999999999999999999"})
  void aRangeThatIsNoneIsRefused(String range) {
    var id = controller.submitSquares(10);

    var answer = controller.get("/v1/jobs/" + id + "/explain?range=" + range);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asText()).isEqualTo("range");
  }
}
