package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processdistro.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clocks that jump by an hour while jobs run: promise R17. The wall clock of a process jumps, as
 * libfaketime tells it; the clock that counts from the machine's start does not, as with a clock
 * that is set.
 */
@Tag("chaos-long")
class ClockJumpTest {
  private static final Path LIBRARY =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
  private static final String[] JUMPS = {"+3600", "-3600", "+0"};

  /** Far less than a jump, far more than a job takes. */
  private static final long CLOCK_TOLERANCE_MINUTES = 15;

  @TempDir private Path folder;

  @Test
  void noLeaseExpiresWhenAClockJumpsByAnHour() throws Exception {
    assumeTrue(Files.exists(LIBRARY), LIBRARY + " is missing (package libfaketime): skipped");
    Settings.random("clock-jump");
    var figures = new Figures("clock jump");
    var controllersClock = clock("controller-clock");
    var nodesClock = clock("node-clock");
    var work = Work.passwords(folder, 200, 8);
    int runs = 0;
    try (var cluster = new DisturbedCluster(following(controllersClock))) {
      cluster.cluster().withVariable("FAKETIME_TIMESTAMP_FILE", nodesClock.toString());
      cluster.startNodes("node", 2, 1);
      var undisturbed = cluster.undisturbed(work);
      for (int round = 0; round < Settings.runs(1, 2); round++) {
        for (var jump : JUMPS) {
          for (var clock : new Path[] {controllersClock, nodesClock}) {
            var job = work.submit(cluster.client());
            cluster.awaitProgress(job, 0.2);
            set(clock, jump);
            var ended = cluster.assertUnharmed(job, undisturbed);
            assertThat(Instant.parse(ended.finishedAt()))
                .as("the controller's clock after " + jump)
                .isCloseTo(
                    Instant.now().plusSeconds(Long.parseLong(jump)),
                    within(CLOCK_TOLERANCE_MINUTES, ChronoUnit.MINUTES));
            runs++;
          }
        }
      }
      var counts = cluster.assertAllAccounted();
      figures.count("R17", "nodes lost", counts.nodesLost(), 0);
      figures.count("R17", "attempts lost", counts.outcome("lost"), 0);
    }
    figures.share("R17", "jumps of an hour with the undisturbed bytes", runs, runs);
  }

  private Path clock(String name) throws IOException {
    var file = folder.resolve(name);
    set(file, "+0");
    return file;
  }

  private static void set(Path clock, String offsetSeconds) throws IOException {
    Files.writeString(clock, offsetSeconds + "\n");
  }

  private Cluster following(Path clock) {
    return new Cluster(folder)
        .withVariable("LD_PRELOAD", LIBRARY.toString())
        .withVariable("FAKETIME_TIMESTAMP_FILE", clock.toString())
        .withVariable("FAKETIME_NO_CACHE", "1")
        .withVariable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .withVariable("DONT_FAKE_MONOTONIC", "1")
        // Without this a JVM's timed waits end at once.
        .withVariable("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }
}
