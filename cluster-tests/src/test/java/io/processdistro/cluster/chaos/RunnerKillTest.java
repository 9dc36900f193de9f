package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL to the processes that run tasks; their agents live on. */
@Tag("chaos")
class RunnerKillTest {
  @TempDir private Path folder;

  @Test
  void aKilledRunnerIsReplacedAndItsTasksRunAgain() throws Exception {
    var random = Settings.random("kill-runner");
    var figures = new Figures("kill runner");
    int runs = Settings.runs(1, 10);
    var work = Work.passwords(folder, 240, 8);
    try (var cluster = new DisturbedCluster(folder)) {
      var names = cluster.startNodes("node", 2, 1);
      var undisturbed = cluster.undisturbed(work);
      for (int run = 0; run < runs; run++) {
        var job = work.submit(cluster.client());
        cluster.awaitProgress(job, 0.05 + random.nextDouble() * 0.7);
        var runners = cluster.node(names.get(random.nextInt(names.size()))).descendants();
        assertThat(runners).as("processes of the agent").isNotEmpty();
        runners.forEach(ProcessHandle::destroyForcibly);
        cluster.assertUnharmed(job, undisturbed);
      }
      figures.count(
          "R1",
          "attempts failed with their runner",
          cluster.assertAllAccounted().outcome("failed"));
      figures.count("R1", "agents lost with their runner", cluster.counts().nodesLost(), 0);
    }
    figures.share("R1", "runs with the undisturbed bytes, exact accounts", runs, runs);
  }
}
