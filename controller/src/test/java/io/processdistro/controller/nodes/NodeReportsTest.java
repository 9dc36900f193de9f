package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that come twice, late, of nobody's lease or of that of another. */
class NodeReportsTest {
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
}
