package io.processdistro.node.runner;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real runner process, spoken to as the agent does, one command after the other. */
final class RunnerHarness implements AutoCloseable {
  private static final long HEAP_BYTES = 1L << 30;

  final EngineFacts engine;
  final Process process;
  private final FramedPipe<RunnerEvent, RunnerCommand> pipe;
  private final Path folder;
  private long tasks;

  RunnerHarness(Path folder, EngineProfile profile, int slots) throws IOException {
    this.folder = folder;
    var command = RunnerCommandLine.ofThisProcess(HEAP_BYTES).command(profile, slots);
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.pipe =
        new FramedPipe<>(
            process.getInputStream(),
            RunnerEvent.class,
            process.getOutputStream(),
            RunnerCommand.class);
    this.engine = ((RunnerEvent.Ready) pipe.receive().orElseThrow()).engine();
  }

  RunnerCommand.ModuleFile moduleFile(byte[] wasm) throws IOException {
    var hash = ContentHash.of(wasm);
    return new RunnerCommand.ModuleFile(
        hash, Files.write(folder.resolve(hash + ".wasm"), wasm).toString());
  }

  RunnerCommand.Run task(RunnerCommand.ModuleFile module, byte[] header, long wallMillisMax) {
    tasks++;
    return new RunnerCommand.Run(
        tasks,
        module,
        Phase.EXECUTE,
        header,
        List.of(),
        wallMillisMax,
        1L << 28,
        1L << 26,
        folder.resolve("output-" + tasks).toString());
  }

  void send(RunnerCommand command) throws IOException {
    pipe.send(command);
  }

  RunnerEvent receive() throws IOException {
    return pipe.receive().orElseThrow(() -> new IOException("the runner has ended"));
  }

  RunnerEvent.Finished run(RunnerCommand.Run task) throws IOException {
    pipe.send(task);
    return (RunnerEvent.Finished) receive();
  }

  @Override
  public void close() throws IOException {
    pipe.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
