package io.processdistro.tools.bench;

import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.PrivateJvmLauncher;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.SoleRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A runner behind the agent's own code: what a task pays until its output has a hash. */
final class AgentsRunner implements AutoCloseable {
  static final long MEMORY_BYTES = 256L << 20;
  private static final long HEAP_BYTES_MAX = 2L << 30;
  private static final long WALL_MILLIS = 60_000;

  private final Path folder;
  private final SoleRunner runner;
  private long number;

  AgentsRunner(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try {
      var launcher =
          PrivateJvmLauncher.open(
              heapBytes ->
                  RunnerCommandLine.ofThisProcess(heapBytes).command(EngineProfile.USER, 1),
              ProcessWrapper.NONE,
              Files.createTempDirectory(folder, "runners"));
      this.runner = SoleRunner.start(launcher, MEMORY_BYTES, HEAP_BYTES_MAX);
    } catch (StateException e) {
      throw new IOException(e.getMessage(), e);
    }
    runner.awaitReady();
  }

  RunnerCommand.ModuleFile module(byte[] wasm) throws IOException, ModuleRefusedException {
    return UserRunner.moduleIn(folder, wasm);
  }

  SoleRunner process() {
    return runner;
  }

  /**
   * @return milliseconds from the agent's command to the hashed output
   */
  double run(RunnerCommand.ModuleFile module, List<RunnerCommand.InputFile> input)
      throws IOException, InterruptedException {
    var output = folder.resolve("output-" + ++number);
    var limits = new GuestLimits(WALL_MILLIS, MEMORY_BYTES, 64 << 20, 64 << 10, 0);
    var task =
        RunnerCommand.Run.ofBuiltIn(number, module, new byte[0], input, limits, output.toString());
    long start = System.nanoTime();
    var finished = runner.run(task);
    double millis = (System.nanoTime() - start) / 1e6;
    if (!(finished.outcome() instanceof Outcome.Succeeded)) {
      throw new IOException("the task failed: " + finished.outcome());
    }
    Files.deleteIfExists(output);
    return millis;
  }

  @Override
  public void close() {
    runner.close();
  }
}
