package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every node and the controller stopped in good order, one after the other: promise R13. */
@Tag("chaos-long")
class RollingRestartTest {
  @TempDir private Path folder;

  @Test
  void nothingFailsAndNothingIsComputedTwice() throws Exception {
    Settings.random("rolling-restart");
    var figures = new Figures("rolling restart");
    int runs = Settings.runs(1, 3);
    var work = Work.passwords(folder, 400, 9);
    long failed = 0;
    long twice = 0;
    try (var cluster = new DisturbedCluster(folder)) {
      var names = cluster.startNodes("node", 2, 1);
      var undisturbed = cluster.undisturbed(work);
      for (int run = 0; run < runs; run++) {
        var job = work.submit(cluster.client());
        cluster.awaitProgress(job, 0.05);
        var before = DurableTasks.NONE;
        for (var name : names) {
          assertThat(cluster.node(name).terminate()).as(name).isZero();
          cluster.restartNodes(List.of(name));
          var counts = cluster.counts();
          failed += counts.outcome("failed") + counts.outcome("lost");
        }
        assertThat(cluster.cluster().controller().terminate()).as("controller").isZero();
        before = DurableTasks.of(cluster.folder(), job);
        cluster.restartController();
        twice += before.grainsLeasedAgain(cluster.client(), job);
        cluster.assertUnharmed(job, undisturbed);
        twice += before.grainsLeasedAgain(cluster.client(), job);
        var counts = cluster.assertAllAccounted();
        failed += counts.outcome("failed") + counts.outcome("lost");
      }
      assertThat(failed).as("tasks failed or lost").isZero();
      assertThat(twice).as("grains computed again").isZero();
    }
    figures.share("R13", "runs with the undisturbed bytes, exact accounts", runs, runs);
    figures.count("R13", "tasks failed or lost", failed, 0);
    figures.count("R13", "grains computed again", twice, 0);
  }
}
