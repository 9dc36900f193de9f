package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.cluster.Program;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.UnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL to the controller at any moment, alone and together with nodes: promise R7. What was
 * acknowledged is read from its database while it is dead, and compared with what the next
 * controller hands out.
 */
@Tag("chaos")
class ControllerKillTest {
  private static final Duration RESUMED_MAX = Duration.ofSeconds(5);
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int JOBS_MAX = 10_000;
  private static final int PAUSE_MILLIS_MAX = 1_500;
  private static final int WITH_NODE_EVERY = 3;

  @TempDir private Path folder;

  @Test
  void noAcknowledgedTaskIsComputedAgain() throws Exception {
    var random = Settings.random("kill-controller");
    int kills = Settings.runs(3, 100);
    var work = Work.passwords(folder, 700, 8);
    var figures = new Figures("kill controller");
    try (var cluster = new DisturbedCluster(folder)) {
      var names = cluster.startNodes("node", 2, 1);
      var undisturbed = cluster.undisturbed(work);
      var run = new Run(cluster, work, undisturbed, names, random);
      for (int kill = 1; kill <= kills; kill++) run.killOnce(kill % WITH_NODE_EVERY == 0);
      run.end();
      run.report(figures, kills);
    }
  }

  /** Jobs that go on across many lives of one controller. */
  private static final class Run {
    private final DisturbedCluster cluster;
    private final Work work;
    private final byte[] undisturbed;
    private final List<String> names;
    private final Random random;
    private final List<Duration> started = new ArrayList<>();
    private final List<Duration> resumed = new ArrayList<>();
    private String job;
    private DurableTasks durable = DurableTasks.NONE;
    private long durableAtKills;
    private long leasedAgain;
    private int jobs;

    Run(
        DisturbedCluster cluster,
        Work work,
        byte[] undisturbed,
        List<String> names,
        Random random) {
      this.cluster = cluster;
      this.work = work;
      this.undisturbed = undisturbed;
      this.names = names;
      this.random = random;
    }

    void killOnce(boolean withNode) throws Exception {
      if (job == null || isFinished()) nextJob();
      Thread.sleep(random.nextInt(PAUSE_MILLIS_MAX));
      leasedAgain += grainsLeasedAgain();
      boolean unfinished = !isFinished();

      var victims = new ArrayList<>(List.of(cluster.cluster().controller()));
      var node = names.get(random.nextInt(names.size()));
      if (withNode) victims.add(cluster.node(node));
      Program.killTogether(victims);

      if (unfinished) readWhatIsDurable();
      long startNanos = System.nanoTime();
      started.add(cluster.restartController());
      awaitResumed();
      resumed.add(Duration.ofNanos(System.nanoTime() - startNanos));
      // It may be killed again while it starts.
      if (withNode) cluster.startNode(node, 1);
    }

    private boolean isFinished() {
      return cluster.answered(() -> cluster.client().job(job)).finishedAt() != null;
    }

    private long grainsLeasedAgain() {
      return cluster.answered(() -> durable.grainsLeasedAgain(cluster.client(), job));
    }

    private void nextJob() throws Exception {
      end();
      job = cluster.submit(work, UUID.randomUUID().toString());
      durable = DurableTasks.NONE;
      jobs++;
    }

    private void readWhatIsDurable() throws Exception {
      var now = DurableTasks.of(cluster.folder(), job);
      // A job that ended at the last moment needs its tasks no more.
      if (now.count() > 0) {
        now.assertContains(durable);
        durable = now;
        durableAtKills += now.count();
      }
    }

    private void awaitResumed() {
      await("the job after a kill")
          .atMost(WAIT_MAX)
          .pollInterval(POLL)
          .ignoreException(UnreachableException.class)
          .until(() -> cluster.client().job(job), this::isResumed);
    }

    private boolean isResumed(JobJson found) {
      return found.finishedAt() != null || found.progress().grainsDone() >= durable.count();
    }

    void end() throws Exception {
      if (job == null) return;
      cluster.assertUnharmed(job, undisturbed);
      leasedAgain += grainsLeasedAgain();
    }

    void report(Figures figures, int kills) {
      assertThat(leasedAgain).as("grains that were durable and handed out again").isZero();
      figures.count("R7", "kills of the controller", kills);
      figures.share("R7", "jobs with the undisturbed bytes", jobs, jobs);
      figures.count("R7", "grains durable at the kills, all together", durableAtKills);
      figures.count("R7", "of those handed out again", leasedAgain, 0);
      figures.times("R7", "start to the first answer", started, RESUMED_MAX);
      figures.times("R7", "start to the job being resumed", resumed, RESUMED_MAX);
    }
  }

  @Test
  @Tag("chaos-long")
  void aSubmissionThatWasCutOffMakesOneJob() throws Exception {
    var random = Settings.random("kill-controller-at-submit");
    int kills = Settings.runs(2, 10);
    var figures = new Figures("kill controller at submit");
    var work = Work.passwords(folder, 40, 4);
    try (var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("node", 1, 1);
      var undisturbed = cluster.undisturbed(work);
      for (int kill = 0; kill < kills; kill++) {
        int known = jobs(cluster);
        var key = UUID.randomUUID().toString();
        var cutOff = CompletableFuture.supplyAsync(() -> submitted(cluster, work, key));
        Thread.sleep(random.nextInt(60));
        cluster.cluster().controller().kill();
        var before = cutOff.join();
        cluster.restartController();
        var job = cluster.submit(work, key);
        before.ifPresent(id -> assertThat(job).as("the job that was answered").isEqualTo(id));
        assertThat(jobs(cluster)).as("jobs").isEqualTo(known + 1);
        cluster.assertUnharmed(job, undisturbed);
      }
    }
    figures.share("R7", "submissions cut off and repeated that made one job", kills, kills);
  }

  private static int jobs(DisturbedCluster cluster) {
    return cluster.answered(() -> cluster.client().jobs(JOBS_MAX, Optional.empty())).size();
  }

  /** Empty if no answer came. */
  private static Optional<String> submitted(DisturbedCluster cluster, Work work, String key) {
    try {
      return Optional.of(work.submit(cluster.client(), key));
    } catch (ClientException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
