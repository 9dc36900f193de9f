package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.processdistro.common.values.GrainRange;
import java.io.IOException;
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
    var trigger = directory.resolve("fail");
    var shim = failingForce();
    long accepted;
    try (var child =
        new ChildProcess(
            state, Map.of("LD_PRELOAD", shim.toString(), "FAIL_FSYNC", trigger.toString()))) {
      child.awaitAccepted(1);
      Files.createFile(trigger);
      child.awaitHealth("Broken");
      // The disk works again; the store does not believe it.
      Files.delete(trigger);
      child.awaitHealth("restart the controller");
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

  /** A library that makes fsync and fdatasync fail with EIO while the file FAIL_FSYNC exists. */
  private Path failingForce() throws IOException, InterruptedException {
    var source = directory.resolve("failing.c");
    var library = directory.resolve("failing.so");
    Files.writeString(
        source,
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <stdlib.h>
        #include <unistd.h>

        static int force(const char *name, int file) {
          if (access(getenv("FAIL_FSYNC"), F_OK) == 0) {
            errno = EIO;
            return -1;
          }
          return ((int (*)(int)) dlsym(RTLD_NEXT, name))(file);
        }

        int fsync(int file) { return force("fsync", file); }
        int fdatasync(int file) { return force("fdatasync", file); }
        """);
    int status;
    try {
      status =
          new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library + "", source + "", "-ldl")
              .inheritIO()
              .start()
              .waitFor();
    } catch (IOException e) {
      status = -1;
    }
    assumeThat(status).as("needs a C compiler (cc) and Linux to make fsync fail").isZero();
    return library;
  }
}
