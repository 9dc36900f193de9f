package io.processdistro.node.doctor;

import io.processdistro.common.doctor.EngineVerdict;
import io.processdistro.common.doctor.Finding;
import io.processdistro.common.state.StateException;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.supervisor.PrivateJvmLauncher;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.SoleRunner;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts a runner as a node does and lets it measure whether it compiles. */
final class EngineProbe {
  private static final long HEAP_BYTES_MAX = 512L << 20;
  private static final long TASK_BYTES = 16L << 20;

  /** Three seconds in all; what is left then, the system's clearing of temporary files removes. */
  private static final int LOOKS_MAX = 60;

  private static final long LOOK_MILLIS = 50;

  private EngineProbe() {}

  /** Takes some seconds. */
  static Finding examine() {
    try {
      return EngineVerdict.judge(measure());
    } catch (IOException e) {
      return EngineVerdict.broken(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EngineVerdict.broken("interrupted");
    }
  }

  static EngineFacts measure() throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("doctor-");
    try (var runner = SoleRunner.start(launcher(directory), TASK_BYTES, HEAP_BYTES_MAX)) {
      return runner.awaitReady();
    } catch (StateException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      remove(directory);
    }
  }

  /**
   * The runner's own folder goes with the end of its process, a moment after it was told to end.
   */
  private static void remove(Path directory) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS_MAX; look++) {
      try {
        Files.deleteIfExists(directory.resolve("runner"));
        Files.deleteIfExists(directory);
        return;
      } catch (DirectoryNotEmptyException notYet) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  private static PrivateJvmLauncher launcher(Path directory) throws StateException {
    return PrivateJvmLauncher.open(
        heapBytes -> RunnerCommandLine.ofThisProcess(heapBytes).command(EngineProfile.BUILT_IN, 1),
        ProcessWrapper.NONE,
        directory.resolve("runner"));
  }
}
