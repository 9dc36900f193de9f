package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that die, join or leave while a job runs. */
class NodeLossTest {
  private static final String[] LONG_JOB = {
    "--task-type", "password_hash", "--params", "{\"algorithm\":\"bcrypt\",\"cost\":10}"
  };
  private static final Duration WORK_WITHIN = Duration.ofSeconds(2);

  @TempDir private Path folder;

  private String submitDetached(Cluster cluster, Path words) throws Exception {
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
    try (var cluster = new Cluster(folder).withController()) {
      cluster.startNode("steady", 1);
      var victim = cluster.startNode("victim", 1);
      cluster.awaitReady("steady", "victim");

      var undisturbed = submitDetached(cluster, words);
      cluster.command("result", undisturbed, "--wait", "--output", "undisturbed.csv").succeeded();
      var disturbed = submitDetached(cluster, words);
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
  }

  @Test
  void aNodeThatJoinsHalfWayGetsWorkAtOnce() throws Exception {
    var words = Inputs.words(folder, 400);
    try (var cluster = new Cluster(folder).withController()) {
      cluster.startNode("early", 1);
      cluster.awaitReady("early");
      var job = submitDetached(cluster, words);
      cluster.awaitProgress(job, 0.02);

      cluster.startNode("late", 1);
      cluster.awaitReady("late");
      long readyNanos = System.nanoTime();
      cluster.awaitNode("late", node -> node.queued() + node.running() > 0);

      assertThat(Duration.ofNanos(System.nanoTime() - readyNanos)).isLessThan(WORK_WITHIN);
      cluster.awaitNode("late", node -> node.tasks().accepted() > 0);
      cluster.command("cancel", job).succeeded();
    }
  }

  @Test
  void aTerminatedNodeFinishesWhatItRunsAndGivesBackTheRest() throws Exception {
    var words = Inputs.words(folder, 60);
    try (var cluster = new Cluster(folder).withController()) {
      cluster.startNode("steady", 1);
      var leaving = cluster.startNode("leaving", 1);
      cluster.awaitReady("steady", "leaving");
      var job = submitDetached(cluster, words);
      cluster.awaitProgress(job, 0.2);

      assertThat(leaving.terminate()).isZero();
      cluster.command("result", job, "--wait", "--output", "drained.csv").succeeded();

      try (var client = cluster.client()) {
        var stats = client.job(job).stats();
        assertThat(stats.failed() + stats.lost() + stats.retries()).as(stats.toString()).isZero();
      }
    }
  }
}
