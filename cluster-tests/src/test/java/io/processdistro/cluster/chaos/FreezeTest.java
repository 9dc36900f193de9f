package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGSTOP and SIGCONT, in one cluster. A frozen node holds its connection open and says nothing:
 * promise R3. One whose agent alone is frozen goes on computing, and comes back with results of
 * leases that others have meanwhile: promise R4.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreezeTest {
  private static final Duration DETECTED_MIN = Duration.ofSeconds(5);
  private static final Duration DETECTED_MAX = Duration.ofSeconds(7);
  private static final Duration REJOINED_MAX = Duration.ofSeconds(3);

  /** The more run when a node freezes, the more come back late. */
  private static final int SLOTS_OF_VICTIM = 16;

  private static final int LATE_RESULTS_FULL = 200;

  private DisturbedCluster cluster;
  private List<String> victims;
  private Work work;
  private byte[] undisturbed;

  /** Half of the nodes at most are frozen: more would make the controller doubt itself. */
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    work = Work.passwords(folder, 160, 9);
    cluster = new DisturbedCluster(folder);
    cluster.startNodes("steady", 2, 1);
    victims = cluster.startNodes("victim", 2, SLOTS_OF_VICTIM);
    undisturbed = cluster.undisturbed(work);
  }

  @AfterAll
  void stop() throws Exception {
    if (cluster != null) cluster.close();
  }

  @Test
  void aFrozenNodeIsMissedAndComesBack() throws Exception {
    var random = Settings.random("frozen-node");
    var figures = new Figures("frozen node");
    int runs = Settings.runs(1, 8);
    var detected = new ArrayList<Duration>();
    var rejoined = new ArrayList<Duration>();
    for (int run = 0; run < runs; run++) {
      var victim = victims.get(run % victims.size());
      var job = work.submit(cluster.client());
      cluster.awaitProgress(job, 0.05 + random.nextDouble() * 0.2);
      var frozenAt = Instant.now();
      cluster.node(victim).signalFamily("STOP");
      cluster.awaitNode(victim, node -> node.state().equals("lost"));
      detected.add(Duration.between(frozenAt, Instant.now()));
      rejoined.add(thaw(List.of(victim)));
      cluster.assertUnharmed(job, undisturbed);
    }
    figures.share("R3", "runs with the undisturbed bytes, exact accounts", runs, runs);
    figures.timesBetween(
        "R3", "SIGSTOP to the node taken for lost", detected, DETECTED_MIN, DETECTED_MAX);
    figures.times("R4", "SIGCONT to ready", rejoined, REJOINED_MAX);
  }

  @Test
  void lateResultsOfZombiesAreFenced() throws Exception {
    var random = Settings.random("zombies");
    var figures = new Figures("zombies");
    long enough = Settings.full() ? LATE_RESULTS_FULL : 1;
    int runsMax = Settings.runs(2, 40);
    var rejoined = new ArrayList<Duration>();
    long before = cluster.assertAllAccounted().late();
    long late = 0;
    int runs = 0;
    while (runs < runsMax && late < enough) {
      var job = work.submit(cluster.client());
      cluster.awaitProgress(job, 0.02 + random.nextDouble() * 0.1);
      for (var victim : victims) cluster.node(victim).signal("STOP");
      for (var victim : victims) {
        cluster.awaitNode(victim, node -> node.state().equals("lost"));
      }
      // What nobody has begun with is taken over; of a job that has ended, nothing is.
      if (runs % 2 == 0) cluster.awaitEnd(job);
      rejoined.add(thaw(victims));
      cluster.assertUnharmed(job, undisturbed);
      late = cluster.assertAllAccounted().late() - before;
      runs++;
    }
    assertThat(late)
        .as("late results of %d runs", runs)
        .isGreaterThanOrEqualTo(Settings.fewerRuns() ? 1 : enough);
    figures.share("R4", "runs with the undisturbed bytes, exact accounts", runs, runs);
    figures.count("R4", "late results that were counted and dropped", late);
    figures.times("R4", "SIGCONT to ready", rejoined, REJOINED_MAX);
  }

  @Test
  void aFrozenControllerLosesNoNode() throws Exception {
    var random = Settings.random("frozen-controller");
    var figures = new Figures("frozen controller");
    int runs = Settings.runs(1, 4);
    long before = cluster.counts().nodesLost();
    for (int run = 0; run < runs; run++) {
      var job = work.submit(cluster.client());
      cluster.awaitProgress(job, 0.1);
      cluster.cluster().controller().signal("STOP");
      // Shorter and longer than what nodes take for silence.
      Thread.sleep(run % 2 == 0 ? 6_000 : 10_000 + random.nextInt(2_000));
      cluster.cluster().controller().signal("CONT");
      cluster.assertUnharmed(job, undisturbed);
    }
    long lost = cluster.counts().nodesLost() - before;
    figures.count("R5", "nodes taken for lost in " + runs + " freezes of the controller", lost, 0);
    figures.share("R5", "runs with the undisturbed bytes, exact accounts", runs, runs);
  }

  /** Until the last of them is ready again. */
  private Duration thaw(List<String> names) throws Exception {
    var thawedAt = Instant.now();
    var longest = Duration.ZERO;
    for (var name : names) cluster.node(name).signalFamily("CONT");
    for (var name : names) {
      var node = cluster.awaitNode(name, found -> found.state().equals("ready"));
      var took = Duration.between(thawedAt, Instant.parse(node.connectedAt()));
      if (took.compareTo(longest) > 0) longest = took;
    }
    return longest;
  }
}
