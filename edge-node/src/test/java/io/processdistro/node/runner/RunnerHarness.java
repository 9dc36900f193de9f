package io.processdistro.node.runner;

import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real runner process with a folder of its own, spoken to as the agent does, one command after
 * the other. Registered as an extension, in a static field, it lives for all tests of a class; what
 * one of them leaves running is cancelled before the next.
 */
final class RunnerHarness
    implements AutoCloseable, BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final long HEAP_BYTES = 1L << 30;
  private static final long PATIENCE_MILLIS = 60_000;

  private final EngineProfile profile;
  private final int slots;
  private final long heapBytes;
  private final Optional<BuiltInModule> ahead;
  private Path folder;
  private EngineFacts engine;
  private Process process;
  private FramedPipe<RunnerEvent, RunnerCommand> pipe;
  private long tasks;
  private final Set<Long> unanswered = new LinkedHashSet<>();

  /** A runner that is started when its tests are. */
  RunnerHarness(EngineProfile profile, int slots) {
    this(profile, slots, HEAP_BYTES, Optional.empty());
  }

  private RunnerHarness(
      EngineProfile profile, int slots, long heapBytes, Optional<BuiltInModule> ahead) {
    this.profile = profile;
    this.slots = slots;
    this.heapBytes = heapBytes;
    this.ahead = ahead;
  }

  /** The same for built-in modules, one of which it warms before anybody asks for it. */
  static RunnerHarness warming(BuiltInModule module) {
    return new RunnerHarness(EngineProfile.BUILT_IN, 1, HEAP_BYTES, Optional.of(module));
  }

  /** A runner that runs; the caller closes it. */
  static RunnerHarness started(EngineProfile profile, int slots) throws IOException {
    return started(profile, slots, HEAP_BYTES);
  }

  static RunnerHarness started(EngineProfile profile, int slots, long heapBytes)
      throws IOException {
    var runner = new RunnerHarness(profile, slots, heapBytes, Optional.empty());
    runner.start();
    return runner;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  /** So that the next test finds every slot free and no event of this one. */
  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    for (long task : unanswered) pipe.send(new RunnerCommand.Cancel(task));
    while (!unanswered.isEmpty()) receive();
  }

  private void start() throws IOException {
    folder = Files.createTempDirectory("runner-harness");
    var line = RunnerCommandLine.ofThisProcess(heapBytes);
    var command =
        ahead
            .map(module -> line.commandWarming(module, slots))
            .orElseGet(() -> line.command(profile, slots));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    pipe =
        new FramedPipe<>(
            process.getInputStream(),
            RunnerEvent.class,
            process.getOutputStream(),
            RunnerCommand.class);
    engine = ((RunnerEvent.Ready) pipe.receive().orElseThrow()).engine();
  }

  Path folder() {
    return folder;
  }

  EngineFacts engine() {
    return engine;
  }

  Process process() {
    return process;
  }

  RunnerCommand.ModuleFile moduleFile(byte[] wasm) throws IOException {
    var hash = ContentHash.of(wasm);
    return RunnerCommand.ModuleFile.ofBuiltIn(
        hash, Files.write(folder.resolve(hash + ".wasm"), wasm).toString());
  }

  /** A module of a user, as the agent gives it to a runner: checked and rewritten. */
  RunnerCommand.ModuleFile userModule(byte[] wasm, IngestRules rules) throws IOException {
    try {
      var ingested = ModuleIngest.ingest(wasm, rules);
      var file = Files.write(folder.resolve(ingested.hash() + ".wasm"), ingested.bytes());
      return new RunnerCommand.ModuleFile(
          ingested.hash(), file.toString(), ingested.facts().shape());
    } catch (ModuleRefusedException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** A task of a user's module. */
  RunnerCommand.Run userTask(
      RunnerCommand.ModuleFile module,
      byte[] header,
      List<RunnerCommand.InputFile> parts,
      GuestLimits limits,
      String params,
      long seed) {
    tasks++;
    return new RunnerCommand.Run(
        tasks,
        module,
        Phase.EXECUTE,
        header,
        parts,
        limits,
        params,
        seed,
        folder.resolve("output-" + tasks).toString());
  }

  /** A built-in module, compiled before its first task, as the agent has it done. */
  RunnerCommand.ModuleFile warmModule(BuiltInModule module) throws IOException {
    return warm(moduleFile(module.bytes()));
  }

  /** Has a module's {@code warmup} called. */
  RunnerCommand.ModuleFile warm(RunnerCommand.ModuleFile file) throws IOException {
    pipe.send(new RunnerCommand.Warm(file));
    if (!(receive() instanceof RunnerEvent.Warmed warmed) || !warmed.module().equals(file.hash())) {
      throw new AssertionError("the runner did not warm " + file.path());
    }
    return file;
  }

  RunnerCommand.Run task(RunnerCommand.ModuleFile module, byte[] header, long wallMillisMax) {
    return task(module, header, List.of(), wallMillisMax);
  }

  RunnerCommand.Run task(
      RunnerCommand.ModuleFile module,
      byte[] header,
      List<RunnerCommand.InputFile> parts,
      long wallMillisMax) {
    tasks++;
    return RunnerCommand.Run.ofBuiltIn(
        tasks,
        module,
        header,
        parts,
        GuestLimits.ofBuiltIn(wallMillisMax, 1L << 28, 1L << 26),
        folder.resolve("output-" + tasks).toString());
  }

  /** A part of an input, as the agent's blob cache would hold it. */
  RunnerCommand.InputFile part(byte[] content) throws IOException {
    var file = Files.write(folder.resolve("part-" + ContentHash.of(content)), content);
    return new RunnerCommand.InputFile(file.toString(), 0, content.length);
  }

  /** Runs a task that must succeed, and gives its output wherever it was put. */
  byte[] output(RunnerCommand.ModuleFile module, byte[] header, RunnerCommand.InputFile... parts)
      throws IOException {
    var task = task(module, header, List.of(parts), PATIENCE_MILLIS);
    var outcome = run(task).outcome();
    if (!(outcome instanceof Outcome.Succeeded succeeded)) {
      throw new AssertionError("the task did not succeed: " + outcome);
    }
    return switch (succeeded.output()) {
      case Output.Inline inline -> inline.bytes();
      case Output.Blob blob -> {
        var bytes = Files.readAllBytes(Path.of(task.outputFile()));
        if (bytes.length != blob.lengthBytes()) {
          throw new AssertionError("the output file has not the length that was said");
        }
        yield bytes;
      }
    };
  }

  void send(RunnerCommand command) throws IOException {
    if (command instanceof RunnerCommand.Run run) unanswered.add(run.task());
    pipe.send(command);
  }

  RunnerEvent receive() throws IOException {
    var event =
        pipe.receive().orElseThrow(() -> new IOException("the runner has ended: " + exit()));
    switch (event) {
      case RunnerEvent.Finished finished -> unanswered.remove(finished.task());
      case RunnerEvent.Returned returned -> unanswered.remove(returned.task());
      case RunnerEvent.Ready _, RunnerEvent.Warmed _ -> {
        // About no task.
      }
    }
    return event;
  }

  private String exit() {
    try {
      return "exit code " + process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "still ending";
    }
  }

  RunnerEvent.Finished run(RunnerCommand.Run task) throws IOException {
    send(task);
    return (RunnerEvent.Finished) receive();
  }

  @Override
  public void close() throws IOException {
    pipe.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    deleteFolder();
  }

  private void deleteFolder() throws IOException {
    if (!Files.exists(folder)) return;
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
