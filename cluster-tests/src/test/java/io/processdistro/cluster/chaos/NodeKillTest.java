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

/** SIGKILL to nodes in the middle of a job: promises R1 and R2, and what the brake of R6 costs. */
@Tag("chaos")
class NodeKillTest {
  private static final double MAKESPAN_FACTOR_MAX = 1.25;
  private static final Duration MAKESPAN_EXTRA_MAX = Duration.ofSeconds(7);
  private static final Duration REASSIGNED_MAX = Duration.ofSeconds(3);
  private static final double NEARLY_ALL = 0.99;

  @TempDir private Path folder;

  @Test
  void oneAndAllButOneOfFour() throws Exception {
    try (var cluster = new DisturbedCluster(folder)) {
      var killing = new Killing(cluster, 4, "kill-of-four");
      killing.kill(1, Settings.runs(1, 34));
      killing.reportReassigned("kill 1 of 4");
      killing.kill(3, Settings.runs(1, 8));
      killing.reportBraked("kill 3 of 4");
      killing.report("kill of four");
    }
  }

  @Test
  @Tag("chaos-long")
  void threeOfEight() throws Exception {
    try (var cluster = new DisturbedCluster(folder)) {
      var killing = new Killing(cluster, 8, "kill-of-eight");
      killing.kill(3, Settings.runs(1, 8));
      killing.reportReassigned("kill 3 of 8");
      killing.report("kill of eight");
    }
  }

  /** Kills in one cluster, run after run; the killed nodes are started again after each. */
  private final class Killing {
    private final DisturbedCluster cluster;
    private final List<String> names;
    private final Random random;
    private final Work work;
    private final byte[] undisturbed;
    private int runs;
    private int within;
    private long kills;
    private long lost;
    private Counts before;

    Killing(DisturbedCluster cluster, int nodes, String scenario) throws Exception {
      this.cluster = cluster;
      random = Settings.random(scenario);
      work = Work.passwords(folder, 240, 8);
      names = cluster.startNodes("node", nodes, 1);
      undisturbed = cluster.undisturbed(work);
      before = cluster.assertAllAccounted();
    }

    void kill(int victims, int times) throws Exception {
      for (int run = 0; run < times; run++) {
        var job = work.submit(cluster.client());
        cluster.awaitProgress(job, 0.05 + random.nextDouble() * 0.7);
        var killed = someOf(names, victims, random);
        cluster.kill(killed);
        var ended = cluster.assertUnharmed(job, undisturbed);

        runs++;
        kills += victims;
        lost += ended.stats().lost();
        var allowed = allowed(ended.timing().kernelMs(), names.size() - victims);
        var makespan = Duration.ofMillis(Math.round(ended.timing().totalMs()));
        if (makespan.compareTo(allowed) <= 0) within++;
        cluster.restartNodes(killed);
      }
    }

    void report(String scenario) throws Exception {
      var figures = new Figures(scenario);
      var counts = cluster.assertAllAccounted();
      assertThat(counts.outcome("lost")).as("attempts lost with nodes").isPositive();
      figures.count("R1", "nodes killed", kills);
      figures.share("R1", "runs with the undisturbed bytes, exact accounts", runs, runs);
      figures.share("R1", "runs within 1.25 x (work / surviving capacity) + 7 s", within, runs);
      figures.count("R1", "attempts lost with their nodes and made up for", lost);
    }

    /** Of the kills since the last report, when they left at least half of the nodes alive. */
    void reportReassigned(String scenario) throws Exception {
      var counts = sinceLastReport();
      new Figures(scenario)
          .timeAtMost(
              "R2",
              "p99 from a crash to the task elsewhere, of " + counts.reassigned(),
              counts.reassignedWithin(NEARLY_ALL),
              REASSIGNED_MAX);
    }

    /**
     * Of the kills since the last report, when they took most nodes: the scheduler then waits for
     * one more lease, on purpose, as the fault may be its own.
     */
    void reportBraked(String scenario) throws Exception {
      var counts = sinceLastReport();
      new Figures(scenario)
          .text(
              "R6",
              "p99 from a crash of most nodes to the task elsewhere, of " + counts.reassigned(),
              "<= " + Figures.seconds(counts.reassignedWithin(NEARLY_ALL)));
    }

    private Counts sinceLastReport() throws Exception {
      var now = cluster.assertAllAccounted();
      var between = now.since(before);
      before = now;
      return between;
    }
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
