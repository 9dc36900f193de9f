package io.processdistro.tools.bench;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A real runner process with one slot, spoken to as the agent does. */
final class BenchRunner implements AutoCloseable {
  private static final long HEAP_BYTES = 2L << 30;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final long WALL_MILLIS = 120_000;

  private final Path folder;
  private final Process process;
  private final FramedPipe<RunnerEvent, RunnerCommand> pipe;
  private final double startMillis;
  private long tasks;

  BenchRunner(Path folder) throws IOException {
    this.folder = folder;
    long start = System.nanoTime();
    var command = RunnerCommandLine.ofThisProcess(HEAP_BYTES).command(EngineProfile.BUILT_IN, 1);
    this.process =
        new ProcessBuilder(command).redirectError(folder.resolve("runner.log").toFile()).start();
    this.pipe =
        new FramedPipe<>(
            process.getInputStream(),
            RunnerEvent.class,
            process.getOutputStream(),
            RunnerCommand.class);
    var engine = receive(RunnerEvent.Ready.class).engine();
    this.startMillis = millisSince(start);
    if (!engine.compiling()) throw new IOException("the runner is not fast: " + engine.warning());
  }

  /** From the start of the process to the end of its self-test. */
  double startMillis() {
    return startMillis;
  }

  RunnerCommand.ModuleFile module(byte[] wasm) throws IOException {
    var hash = ContentHash.of(wasm);
    var file = folder.resolve(hash + ".wasm");
    Files.write(file, wasm);
    return RunnerCommand.ModuleFile.ofBuiltIn(hash, file.toString());
  }

  /** Milliseconds of a warm-up. */
  double warm(RunnerCommand.ModuleFile module) throws IOException {
    long start = System.nanoTime();
    pipe.send(new RunnerCommand.Warm(module));
    receive(RunnerEvent.Warmed.class);
    return millisSince(start);
  }

  /** Runs a kernel {@code repetitions} times; the samples are in the order of the calls. */
  List<Double> kernelMillis(RunnerCommand.ModuleFile module, KernelCase kernel, int repetitions)
      throws IOException {
    var rest = Files.write(folder.resolve("rest"), kernel.rest());
    var parts = List.of(new RunnerCommand.InputFile(rest.toString(), 0, kernel.rest().length));
    var samples = new ArrayList<Double>();
    for (int repetition = 0; repetition < repetitions; repetition++) {
      var output = folder.resolve("output-" + ++tasks);
      pipe.send(
          RunnerCommand.Run.ofBuiltIn(
              tasks,
              module,
              kernel.header(),
              parts,
              GuestLimits.ofBuiltIn(WALL_MILLIS, MEMORY_BYTES, MEMORY_BYTES),
              output.toString()));
      var finished = receive(RunnerEvent.Finished.class);
      if (!(finished.outcome() instanceof Outcome.Succeeded)) {
        throw new IOException(kernel.name() + " failed: " + finished.outcome());
      }
      samples.add(finished.kernelNanos() / 1e6);
      Files.deleteIfExists(output);
    }
    return samples;
  }

  private <E extends RunnerEvent> E receive(Class<E> expected) throws IOException {
    var event = pipe.receive().orElseThrow(() -> new IOException("the runner has ended"));
    return expected.cast(event);
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  @Override
  public void close() throws IOException {
    pipe.close();
    process.destroy();
  }

  static void deleteTree(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
