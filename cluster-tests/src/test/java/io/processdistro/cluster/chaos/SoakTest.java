package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

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
 */
@Tag("chaos-long")
class SoakTest {
  private static final Duration CHURN_EVERY = Duration.ofSeconds(5);
  private static final double HEAP_SHARE = 0.05;
  private static final double COUNT_SHARE = 0.02;
  private static final int SAMPLES_MIN = 8;

  @TempDir private Path folder;

  @Test
  void nothingGrowsWhileNodesComeAndGo() throws Exception {
    var random = Settings.random("soak");
    var figures = new Figures("soak");
    var time = Duration.ofMinutes(Settings.soakMinutes());
    var work = Work.passwords(folder, 100, 8);
    var controller = new ArrayList<Usage>();
    var agent = new ArrayList<Usage>();
    int jobs = 0;
    int churns = 0;
    try (var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("steady", 1, 1);
      var undisturbed = cluster.undisturbed(work);
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
    }
    figures.count("R15", "jobs with the undisturbed bytes", jobs);
    figures.count("R15", "nodes that joined or left", churns);
    report(figures, "controller", controller);
    report(figures, "agent", agent);
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
      cluster.node(name).kill();
    }
  }

  private static void report(Figures figures, String who, List<Usage> samples) {
    assertThat(samples).as("samples of the " + who).hasSizeGreaterThanOrEqualTo(SAMPLES_MIN);
    compare(figures, who + ": KiB of heap after a collection", samples, Usage::heapKib, HEAP_SHARE);
    compare(figures, who + ": file descriptors", samples, Usage::descriptors, COUNT_SHARE);
    compare(figures, who + ": threads", samples, Usage::threads, COUNT_SHARE);
  }

  /** A leak of one for each node that came would show as a multiple; noise does not. */
  private static void compare(
      Figures figures,
      String what,
      List<Usage> samples,
      ToLongFunction<Usage> value,
      double growthShareMax) {
    long early = Usage.early(samples, value);
    long late = Usage.late(samples, value);
    figures.growth("R15", what, early, late, growthShareMax);
    assertThat(late).as(what + ", early " + early).isLessThan(2 * early);
  }
}
