package io.processdistro.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.store.KeepLimits;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a controller that runs jobs and forgets old ones meanwhile. */
class RunningBackupTest {
  private static final int OLD_JOBS = 20;
  private static final int BACKUPS = 3;
  private static final int KEPT = 3;

  @TempDir Path directory;

  /** What was computed, by job: the squares of the numbers below. */
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  @Test
  void backupsAreWholeWhileJobsEndAndAreForgotten() throws Exception {
    try (var controller = RunningController.start(directory);
        var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      for (int number = 0; number < OLD_JOBS; number++) compute(controller);
    }
    var backups = new ArrayList<Path>();
    try (var controller = RunningController.start(keepingFew());
        var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      for (int number = 0; number < BACKUPS; number++) {
        var file = directory.resolve("backup-" + number);
        Backup.write(directory.resolve("state"), file);
        backups.add(file);
        compute(controller);
      }
      await().until(() -> jobs(controller).size() <= KEPT + BACKUPS);
    }
    for (var backup : backups) assertWhole(backup);
  }

  private ControllerConfig keepingFew() {
    var few =
        new KeepLimits(KeepLimits.DEFAULTS.ageMax(), KeepLimits.DEFAULTS.resultBytesMax(), KEPT);
    return RunningController.configIn(directory)
        .withLimits(ControllerConfig.Limits.DEFAULTS.withKeep(few));
  }

  private void compute(RunningController controller) {
    int count = 100 + counts.size();
    var id = controller.submitSquares(count);
    assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("completed");
    counts.put(id, count);
  }

  private static List<String> jobs(RunningController controller) {
    return controller.get("/v1/jobs?limit=100").json().findValuesAsText("id");
  }

  /** Of a job that was being forgotten the result may be missing; no other answer is right. */
  private void assertWhole(Path backup) throws Exception {
    var home = directory.resolve("restored-" + backup.getFileName());
    Restore.read(backup, home.resolve("state"));
    try (var restored = RunningController.start(home)) {
      var found = jobs(restored);
      assertThat(found).hasSizeGreaterThanOrEqualTo(KEPT);
      for (var id : found) {
        var result = restored.get("/v1/jobs/" + id + "/result");
        assertThat(result.status()).isIn(200, 404);
        if (result.status() == 200) {
          assertThat(result.bytes()).isEqualTo(SquaresTask.outputOf(0, counts.get(id)));
        }
      }
      var newest = restored.get("/v1/jobs/" + found.getFirst() + "/result");
      assertThat(newest.status()).as("the newest job is not forgotten").isEqualTo(200);
    }
  }
}
