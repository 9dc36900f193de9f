package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.GrainRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end in the middle of writing, or whose disk fails. */
class KilledStoreTest {
  private static final int KILLS = 4;

  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var state = directory.resolve("state");
    Files.createDirectory(state);
    int written = 0;
    for (int round = 0; round < KILLS; round++) {
      long accepted;
      try (var child = new ChildProcess(state, Map.of())) {
        // Counted from the first of all rounds.
        child.awaitAccepted(written + 1 + random.nextInt(1_000));

        child.kill();
        accepted = child.accepted();
      }
      var ranges = ranges(state);
      written = ranges.size();
      assertThat(ranges)
          .as("round %d, seed %d", round, seed)
          .hasSizeGreaterThanOrEqualTo(Math.toIntExact(accepted))
          .isEqualTo(inOrder(written));
    }
  }

  @Test
  void afterAFailedForceNothingIsTrustedAndNothingAcknowledgedIsLost() throws Exception {
    var state = directory.resolve("state");
    Files.createDirectory(state);
    var disk = FailingDisk.in(directory);
    long accepted;
    try (var child = new ChildProcess(state, disk.environment())) {
      child.awaitAccepted(1);
      disk.failForces();
      child.awaitHealth("Broken");
      // The disk works again; the store does not believe it.
      disk.work();
      child.awaitHealth("restart the controller");
      child.kill();
      accepted = child.accepted();
    }
    var ranges = ranges(state);
    assertThat(ranges)
        .hasSizeGreaterThanOrEqualTo(Math.toIntExact(accepted))
        .isEqualTo(inOrder(ranges.size()));
  }

  @Test
  void writesThatFailAreTriedAgainUntilTheDiskTakesThem() throws Exception {
    var state = directory.resolve("state");
    Files.createDirectory(state);
    var disk = FailingDisk.in(directory);
    long accepted;
    try (var child = new ChildProcess(state, disk.environment())) {
      child.awaitAccepted(1);
      for (var error : FailingDisk.Error.values()) {
        child.forgetHealths();
        disk.failWrites(error);
        child.awaitHealth("Failing");
        long before = child.accepted();
        disk.work();
        child.awaitHealth("Healthy");
        child.awaitAccepted(before + 1);
      }
      child.kill();
      accepted = child.accepted();
    }
    var ranges = ranges(state);
    assertThat(ranges)
        .hasSizeGreaterThanOrEqualTo(Math.toIntExact(accepted))
        .isEqualTo(inOrder(ranges.size()));
  }

  private static List<GrainRange> ranges(Path state) throws Exception {
    try (var store = OpenStore.in(state)) {
      return store.checkedRanges(SampleJobs.id(1));
    }
  }

  private static List<GrainRange> inOrder(int count) {
    return LongStream.range(0, count).mapToObj(grain -> new GrainRange(grain, grain + 1)).toList();
  }
}
