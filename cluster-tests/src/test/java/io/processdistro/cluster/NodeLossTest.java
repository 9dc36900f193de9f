package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that die, join or leave while a job runs. */
class NodeLossTest {
  private static final String[] LONG_JOB = {
    "--task-type", "password_hash", "--params", "{\"algorithm\":\"bcrypt\",\"cost\":10}"
  };
  private static final Duration WORK_WITHIN = Duration.ofSeconds(2);

  @TempDir private static Path folder;
  private static Cluster cluster;

  /** One node stays for all tests; each ends those that it starts. */
  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(folder).withController();
    cluster.startNode("steady", 1);
    cluster.awaitReady("steady");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String submitDetached(Path words) throws Exception {
    return cluster
        .command(
            "submit-task",
            LONG_JOB[0],
            LONG_JOB[1],
            LONG_JOB[2],
            LONG_JOB[3],
            "--input",
            "passwords=" + words,
            "--no-cache",
            "--detach")
        .succeeded()
        .out()
        .strip();
  }

  @Test
  void aKilledNodeCostsNothingOfTheResult() throws Exception {
    var words = Inputs.words(folder, 60);
    var victim = cluster.startNode("victim", 1);
    cluster.awaitReady("victim");

    var undisturbed = submitDetached(words);
    cluster.command("result", undisturbed, "--wait", "--output", "undisturbed.csv").succeeded();
    var disturbed = submitDetached(words);
    cluster.awaitProgress(disturbed, 0.4);
    victim.kill();
    cluster.command("result", disturbed, "--wait", "--output", "disturbed.csv").succeeded();

    assertThat(folder.resolve("disturbed.csv"))
        .hasSameBinaryContentAs(folder.resolve("undisturbed.csv"));
    try (var client = cluster.client()) {
      var stats = client.job(disturbed).stats();
      // Lost with the node, or still open or cancelled because a hedge was faster than the grace.
      assertThat(stats.attempts()).as(stats.toString()).isGreaterThan(stats.accepted());
    }
    cluster.awaitNode("victim", node -> node.state().equals("lost"));
  }

  @Test
  void aNodeThatJoinsHalfWayGetsWorkAtOnce() throws Exception {
    var job = submitDetached(Inputs.words(folder, 400));
    cluster.awaitProgress(job, 0.02);

    var late = cluster.startNode("late", 1);
    cluster.awaitReady("late");
    long readyNanos = System.nanoTime();
    cluster.awaitNode("late", node -> node.queued() + node.running() > 0);

    assertThat(Duration.ofNanos(System.nanoTime() - readyNanos)).isLessThan(WORK_WITHIN);
    cluster.awaitNode("late", node -> node.tasks().accepted() > 0);
    cluster.command("cancel", job).succeeded();
    assertThat(late.terminate()).isZero();
  }

  @Test
  void aTerminatedNodeFinishesWhatItRunsAndGivesBackTheRest() throws Exception {
    var leaving = cluster.startNode("leaving", 1);
    cluster.awaitReady("leaving");
    var job = submitDetached(Inputs.words(folder, 60));
    cluster.awaitProgress(job, 0.2);

    assertThat(leaving.terminate()).isZero();
    cluster.command("result", job, "--wait", "--output", "drained.csv").succeeded();

    try (var client = cluster.client()) {
      var stats = client.job(job).stats();
      assertThat(stats.failed() + stats.lost() + stats.retries()).as(stats.toString()).isZero();
    }
  }
}
