package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks without a byte left: promise R8, as far as full disks go. */
@Tag("chaos")
class FullDiskTest {
  private static final Duration NOTICED_MAX = Duration.ofSeconds(30);
  private static final Duration RECOVERED_MAX = Duration.ofSeconds(30);
  private static final int INSUFFICIENT_STORAGE = 507;

  @TempDir private Path folder;

  @Test
  void aControllerWithoutSpaceRefusesJobsAndGoesOnWhenThereIsSpaceAgain() throws Exception {
    Settings.random("full-disk-controller");
    var figures = new Figures("full disk: controller");
    int runs = Settings.runs(1, 3);
    var work = Work.passwords(folder, 240, 9);
    var small = Work.picture(64, 64, 50);
    try (var disk = new SmallDisk(folder.resolve("controller-state"), 32);
        var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("node", 2, 1);
      var undisturbed = cluster.undisturbed(work);
      var smallUndisturbed = cluster.undisturbed(small);
      for (int run = 0; run < runs; run++) {
        var job = work.submit(cluster.client());
        cluster.awaitProgress(job, 0.2);
        disk.fill();
        await("a refusal")
            .atMost(NOTICED_MAX)
            .untilAsserted(
                () -> assertThat(refusalOf(small, cluster)).isEqualTo(INSUFFICIENT_STORAGE));
        assertThat(cluster.client().jobs(10, Optional.empty())).as("reads stay up").isNotEmpty();
        disk.makeRoom();
        await("the next job")
            .atMost(RECOVERED_MAX)
            .untilAsserted(() -> assertThat(refusalOf(small, cluster)).isZero());
        cluster.assertUnharmed(job, undisturbed);
        assertThat(cluster.undisturbed(small)).isEqualTo(smallUndisturbed);
      }
    }
    figures.share("R8", "full, refused with 507, recovered without restart", runs, runs);
  }

  @Test
  @Tag("chaos-long")
  void aNodeWithoutSpaceDropsNoResult() throws Exception {
    Settings.random("full-disk-node");
    var figures = new Figures("full disk: node");
    int runs = Settings.runs(1, 3);
    var work = Work.passwords(folder, 240, 9);
    try (var disk = new SmallDisk(folder.resolve("full-1-state"), 64);
        var cluster = new DisturbedCluster(folder)) {
      cluster.startNodes("full", 1, 1);
      var undisturbed = cluster.undisturbed(work);
      for (int run = 0; run < runs; run++) {
        var job = work.submit(cluster.client());
        cluster.awaitProgress(job, 0.2);
        disk.fill();
        cluster.cluster().controller().kill();
        cluster.restartController();
        disk.makeRoom();
        cluster.assertUnharmed(job, undisturbed);
      }
    }
    figures.share("R8", "runs with the undisturbed bytes, exact accounts", runs, runs);
  }

  /** Status of the refusal; 0 if the job was taken. */
  private static int refusalOf(Work work, DisturbedCluster cluster)
      throws ClientException, IOException {
    try {
      work.submit(cluster.client());
      return 0;
    } catch (RefusedException e) {
      return e.problem().status();
    }
  }
}
