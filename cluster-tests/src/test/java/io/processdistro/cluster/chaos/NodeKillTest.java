package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL to nodes in the middle of a job: promise R1. */
@Tag("chaos")
class NodeKillTest {
  private static final double MAKESPAN_FACTOR_MAX = 1.25;
  private static final Duration MAKESPAN_EXTRA_MAX = Duration.ofSeconds(7);

  @TempDir private Path folder;

  @Test
  void oneOfFour() throws Exception {
    killing("one-of-four", 1, 4, Settings.runs(2, 18));
  }

  @Test
  void allButOneOfFour() throws Exception {
    killing("three-of-four", 3, 4, Settings.runs(1, 16));
  }

  @Test
  @Tag("chaos-long")
  void threeOfEight() throws Exception {
    killing("three-of-eight", 3, 8, Settings.runs(1, 16));
  }

  private void killing(String scenario, int victims, int nodes, int runs) throws Exception {
    var random = Settings.random("kill-" + scenario);
    var figures = new Figures("kill " + scenario);
    var work = Work.passwords(folder, 240, 8);
    long lost = 0;
    int within = 0;
    try (var cluster = new DisturbedCluster(folder)) {
      var names = cluster.startNodes("node", nodes, 1);
      var undisturbed = cluster.undisturbed(work);
      for (int run = 0; run < runs; run++) {
        var job = work.submit(cluster.client());
        cluster.awaitProgress(job, 0.05 + random.nextDouble() * 0.7);
        var killed = someOf(names, victims, random);
        cluster.kill(killed);
        var ended = cluster.assertUnharmed(job, undisturbed);

        lost += ended.stats().lost();
        var allowed = allowed(ended.timing().kernelMs(), nodes - victims);
        var makespan = Duration.ofMillis(Math.round(ended.timing().totalMs()));
        if (makespan.compareTo(allowed) <= 0) within++;
        cluster.restartNodes(killed);
      }
      assertThat(cluster.counts().outcome("lost")).as("attempts lost with nodes").isPositive();
    }
    figures.share("R1", "runs with the undisturbed bytes, exact accounts", runs, runs);
    figures.share("R1", "runs within 1.25 x (work / surviving capacity) + 7 s", within, runs);
    figures.count("R1", "attempts lost with their nodes and made up for", lost);
  }

  /** Work is the time in kernels; what can run at once is bounded by slots and processors. */
  private static Duration allowed(double kernelMillis, int survivingSlots) {
    int capacity = Math.min(survivingSlots, Runtime.getRuntime().availableProcessors());
    var work = Duration.ofMillis(Math.round(MAKESPAN_FACTOR_MAX * kernelMillis / capacity));
    return work.plus(MAKESPAN_EXTRA_MAX);
  }

  private static List<String> someOf(List<String> names, int count, Random random) {
    var shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, count);
  }
}
