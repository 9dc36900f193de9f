package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.client.ClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs cancelled at any moment leave every slot free soon: promise R12. That no late result is
 * merged shows when all grains are counted in the end.
 */
@Tag("chaos")
class CancelTest {
  private static final Duration FREE_MAX = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  @TempDir private Path folder;

  @Test
  void everySlotIsFreeSoonAndNothingIsMergedAfterwards() throws Exception {
    var random = Settings.random("cancel");
    var figures = new Figures("cancel");
    int runs = Settings.runs(10, 100);
    var free = new ArrayList<Duration>();
    var works = List.of(Work.passwords(folder, 2_000, 10), Work.picture(6_000, 6_000, 5_000));
    try (var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("node", 2, 1);
      for (int run = 0; run < runs; run++) {
        var job = works.get(random.nextInt(works.size())).submit(cluster.client());
        await("work").atMost(WAIT_MAX).pollInterval(POLL).until(() -> tasksOut(cluster) > 0);
        Thread.sleep(random.nextInt(300));
        long startNanos = System.nanoTime();
        assertThat(cluster.client().cancel(job).state()).isEqualTo("cancelled");
        await("free slots").atMost(WAIT_MAX).pollInterval(POLL).until(() -> tasksOut(cluster) == 0);
        free.add(Duration.ofNanos(System.nanoTime() - startNanos));
      }
    }
    figures.share("R12", "cancelled jobs without a late merge", runs, runs);
    figures.timesNearlyAll("R12", "cancel to all slots free", free, FREE_MAX);
  }

  private static long tasksOut(DisturbedCluster cluster) throws ClientException {
    return cluster.client().nodes().stream()
        .mapToLong(node -> node.running() + node.queued())
        .sum();
  }
}
