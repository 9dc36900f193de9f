package io.processdistro.controller.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.FileBlobStore;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.store.sqlite.SqliteStore;
import io.processdistro.controller.testing.SmallDisk;
import io.processdistro.controller.testing.SquaresTask;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.structures.RangeSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose results find no space for a while; needs root to mount a small file system. */
class FullResultDiskTest {
  private static final int SQUARES = 4_000;
  private static final int DISK_BYTES = 128 << 10;
  private static final int SECONDS_MAX = 30;

  @TempDir Path directory;
  @TempDir Path resultDisk;

  private final JobsLoop loop = new JobsLoop();
  private final RangeSet onDisk = new RangeSet();
  private final List<GrainRange> runTwice = new ArrayList<>();
  private boolean full;
  private FileBlobStore blobs;
  private SqliteStore database;
  private JobStore store;
  private JobsLife life;
  private SmallDisk disk;

  @BeforeEach
  void mount() {
    disk = SmallDisk.mountedOn(resultDisk, Integer.toString(DISK_BYTES));
  }

  @AfterEach
  void close() throws Exception {
    if (life != null) {
      loop.call(
          () -> {
            life.kill();
            return null;
          });
    }
    if (database != null) database.close();
    loop.close();
    if (blobs != null) blobs.close();
    if (disk != null) disk.close();
  }

  @Test
  void aResultWithoutSpaceIsPutTogetherAnewWhenThereIsSpaceAgain() throws Exception {
    loop.call(this::begin);
    await("the job to wait for space")
        .atMost(SECONDS_MAX, TimeUnit.SECONDS)
        .until(() -> loop.call(() -> life.jobs().whyUnready().isPresent()));
    assertThat(loop.call(this::isFinished)).as("it neither failed nor completed").isFalse();

    Files.delete(filler());
    await("the end of the job")
        .atMost(SECONDS_MAX, TimeUnit.SECONDS)
        .until(() -> loop.call(this::isFinished));

    var end = loop.call(() -> store.finishedJobs().getFirst().end().orElseThrow());
    assertThat(end.outcome()).isInstanceOf(JobOutcome.Completed.class);
    assertThat(end.result().orElseThrow().path())
        .hasBinaryContent(SquaresTask.outputOf(0, SQUARES));
    assertThat(runTwice).as("accepted on disk, and run again").isEmpty();
    assertThat(onDisk.grains()).as("each grain once").isEqualTo(SQUARES);
  }

  private Void begin() throws Exception {
    blobs =
        FileBlobStore.open(directory.resolve("blobs"), BlobStoreLimits.DEFAULTS, System::nanoTime);
    var results = ResultFiles.open(resultDisk.resolve("results"));
    database =
        SqliteStore.open(directory.resolve("controller.sqlite"), resultDisk.resolve("results"));
    var stores = loop.serve(database, blobs);
    store = stores.jobs();
    var node =
        new TirelessNode(
            loop.vertx(),
            new Random(1),
            blobs,
            (terms, range, input) -> SquaresTask.outputOf(range.from(), range.to()),
            this::started);
    var watched =
        new CuttingStore(store, Long.MAX_VALUE, true, () -> {}, task -> onDisk.add(task.range()));
    life = new JobsLife(loop.vertx(), 1, watched, stores.modules(), blobs, results, node.newLink());
    var params = JsonNodeFactory.instance.objectNode().put("count", SQUARES).put("per_task", 500);
    var rules =
        new JobSpec.Rules(
            "anonymous", Priority.NORMAL, 1, OptionalInt.empty(), 4, true, Optional.empty());
    var spec =
        new JobSpec(
            SquaresTask.NAME, params, Map.of(), Optional.empty(), Optional.empty(), rules, false);
    life.jobs().submit(spec, ContentHash.of(new byte[0]), Optional.empty(), true);
    return null;
  }

  /** With the first task the disk is full, before any output is written. */
  private void started(GrainRange range) {
    if (onDisk.intersects(range)) runTwice.add(range);
    if (full) return;
    full = true;
    try (var out = Files.newOutputStream(filler())) {
      out.write(new byte[2 * DISK_BYTES]);
      throw new AssertionError("the disk is larger than it was made");
    } catch (IOException noSpaceLeft) {
      assertThat(filler()).exists();
    }
  }

  private Path filler() {
    return resultDisk.resolve("filler");
  }

  private boolean isFinished() {
    return store.finishedJobs().stream().map(JobRecord::end).anyMatch(Optional::isPresent);
  }
}
