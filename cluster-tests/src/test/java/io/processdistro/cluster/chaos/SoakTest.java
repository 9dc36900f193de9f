package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.live.LiveLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs without a break while nodes join and leave every five seconds: promise R15. Compared are the
 * medians of the second and of the last quarter of the time.
 *
 * <p>Of threads and file descriptors a few minutes tell what half an hour tells: one that is left
 * behind by every node that came shows at once. A heap still moves by more than the promise in so
 * short a time, so it is judged only of a soak that is long enough, and from when the controller
 * remembers as many jobs as it ever does: until then it grows on purpose.
 */
@Tag("chaos")
@Tag("soak")
class SoakTest {
  private static final Duration CHURN_EVERY = Duration.ofSeconds(5);
  private static final double HEAP_SHARE = 0.05;
  private static final Duration HEAP_JUDGED_FROM = Duration.ofMinutes(10);

  /** A JVM starts and ends compiler threads as it likes. */
  private static final long MORE_MAX = 4;

  private static final int SAMPLES_MIN = 8;

  @TempDir private Path folder;

  @Test
  void nothingGrowsWhileNodesComeAndGo() throws Exception {
    var random = Settings.random("soak");
    var figures = new Figures("soak");
    var time = Duration.ofMinutes(Settings.soakMinutes());
    var work = Work.passwords(folder, 80, 8);
    var controller = new ArrayList<Usage>();
    var agent = new ArrayList<Usage>();
    int jobs = 0;
    int churns = 0;
    try (var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("steady", 1, 1);
      var undisturbed = cluster.undisturbed(work);
      if (judgesHeap(time)) fill(cluster, Work.passwords(folder, 80, 4));
      long endNanos = System.nanoTime() + time.toNanos();
      long churnNanos = System.nanoTime();
      while (System.nanoTime() < endNanos) {
        var job = work.submit(cluster.client());
        if (System.nanoTime() >= churnNanos) {
          churnNanos = System.nanoTime() + CHURN_EVERY.toNanos();
          churn(cluster, churns++, random.nextBoolean());
          controller.add(Usage.of(cluster.cluster().controller()));
          agent.add(Usage.of(cluster.node("steady-1")));
        }
        cluster.assertUnharmed(job, undisturbed);
        jobs++;
      }
      cluster.assertAllAccounted();
      figures.count("R15", "jobs with the undisturbed bytes", jobs);
      figures.count("R15", "nodes that joined or left", churns);
      report(figures, "controller", controller, time);
      report(figures, "agent", agent, time);
    }
  }

  private static boolean judgesHeap(Duration time) {
    return time.compareTo(HEAP_JUDGED_FROM) >= 0;
  }

  /** Small jobs, many at once: they also start all threads that worker pools ever have. */
  private static void fill(DisturbedCluster cluster, Work small) throws Exception {
    var undisturbed = cluster.undisturbed(small);
    var jobs = new ArrayList<String>();
    for (int job = 0; job < LiveLimits.DEFAULTS.jobsMax(); job++) {
      jobs.add(small.submit(cluster.client()));
    }
    for (var job : jobs) cluster.assertUnharmed(job, undisturbed);
  }

  /** One node comes, and goes the next time: in good order or not. */
  private static void churn(DisturbedCluster cluster, int number, boolean inOrder)
      throws Exception {
    var name = "guest-" + number / 2;
    if (number % 2 == 0) {
      cluster.startNode(name, 1);
    } else if (inOrder) {
      cluster.node(name).terminate();
    } else {
      cluster.abandon(name);
    }
  }

  private static void report(Figures figures, String who, List<Usage> samples, Duration time) {
    assertThat(samples).as("samples of the " + who).hasSizeGreaterThanOrEqualTo(SAMPLES_MIN);
    reportHeap(figures, who + ": KiB of heap after a collection", samples, time);
    reportCount(figures, who + ": file descriptors", samples, Usage::descriptors);
    reportCount(figures, who + ": threads", samples, Usage::threads);
  }

  private static void reportHeap(Figures figures, String what, List<Usage> samples, Duration time) {
    long early = Usage.early(samples, Usage::heapKib);
    long late = Usage.late(samples, Usage::heapKib);
    if (!judgesHeap(time)) {
      figures.text("R15", what, early + ", later " + late + ": too short to judge");
    } else {
      figures.growth("R15", what, early, late, HEAP_SHARE);
    }
    assertThat(late).as(what + ", early " + early).isLessThan(2 * early);
  }

  private static void reportCount(
      Figures figures, String what, List<Usage> samples, ToLongFunction<Usage> value) {
    long early = Usage.early(samples, value);
    long late = Usage.late(samples, value);
    figures.constant("R15", what, early, late, MORE_MAX);
    assertThat(late).as(what + ", early " + early).isLessThanOrEqualTo(early + MORE_MAX);
  }
}
