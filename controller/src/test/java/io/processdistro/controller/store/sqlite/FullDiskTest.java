package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.store.StoreTroubleException;
import io.processdistro.controller.testing.SmallDisk;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

/** On a file system of a few hundred KiB; needs root to mount it. */
class FullDiskTest {
  private static final int OUTPUT_BYTES = 4_000;
  private static final int TASKS_MAX = 2_000;

  @TempDir Path directory;

  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    // Unpacked elsewhere: the library alone is larger than this file system.
    SQLiteJDBCLoader.initialize();
    disk = SmallDisk.mountedOn(directory, "600k");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) disk.close();
  }

  private static AcceptedTask largeTask(long grain) {
    return new AcceptedTask(
        new GrainRange(grain, grain + 1), new Output.Inline(new byte[OUTPUT_BYTES]), 0, 0);
  }

  @Test
  void aFullDiskHoldsWritesUpUntilThereIsSpaceAndLosesNothing() throws Exception {
    var job = SampleJobs.job(1);
    var waiting = new ArrayList<Future<Void>>();
    try (var store = OpenStore.in(directory)) {
      store.add(job);
      while (store.jobs.health() instanceof StoreHealth.Healthy) {
        assertThat(waiting.size()).isLessThan(TASKS_MAX);
        long grain = waiting.size();
        waiting.add(store.call(() -> store.jobs.accept(job.id(), largeTask(grain))));
        if (grain % 10 == 9) await().until(() -> settledOrInTrouble(store, waiting));
      }
      assertThat(store.jobs.health()).isInstanceOf(StoreHealth.Full.class);
      assertThat(store.call(() -> store.jobs.find(job.id()))).contains(job);
      assertThat(store.accepted(job.id())).isNotEmpty();
      assertThatThrownBy(() -> store.add(SampleJobs.job(2)))
          .hasCauseInstanceOf(StoreTroubleException.class)
          .cause()
          .extracting(e -> ((StoreTroubleException) e).code())
          .isEqualTo(ErrorCode.STORE_FULL);

      disk.remount("size=64m");
      await().atMost(Duration.ofSeconds(30)).until(() -> Future.all(waiting).succeeded());
      assertThat(store.jobs.health()).isInstanceOf(StoreHealth.Healthy.class);
      store.add(SampleJobs.job(2));
    }
    try (var store = OpenStore.in(directory)) {
      assertThat(store.accepted(job.id())).hasSameSizeAs(waiting);
      assertThat(store.call(() -> store.jobs.unfinishedJobs())).hasSize(2);
    }
  }

  private static boolean settledOrInTrouble(OpenStore store, ArrayList<Future<Void>> waiting) {
    return !(store.jobs.health() instanceof StoreHealth.Healthy)
        || waiting.stream().allMatch(Future::isComplete);
  }

  @Test
  void aReadOnlyDirectoryIsRefusedWithTheRemedy() throws Exception {
    try (var store = OpenStore.in(directory)) {
      store.add(SampleJobs.job(1));
    }
    disk.remount("ro");
    assertThatThrownBy(() -> OpenStore.in(directory).close())
        .isInstanceOf(StateException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("writ");
  }
}
