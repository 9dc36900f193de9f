package io.processdistro.tools.bench;

import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A runner of users' modules, and what the system says about its process. */
final class UserRunner {
  private static final long HEAP_BYTES = 512L << 20;
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  private final Path folder;
  private final Process process;
  private final FramedPipe<RunnerEvent, RunnerCommand> pipe;
  private long number;

  private UserRunner(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.pipe =
        new FramedPipe<>(
            process.getInputStream(),
            RunnerEvent.class,
            process.getOutputStream(),
            RunnerCommand.class);
  }

  /** Starts one and waits until it is ready. */
  static UserRunner start(Path folder) throws IOException {
    var command = RunnerCommandLine.ofThisProcess(HEAP_BYTES).command(EngineProfile.USER, 1);
    var process =
        new ProcessBuilder(command).redirectError(folder.resolve("runner.log").toFile()).start();
    var runner = new UserRunner(folder, process);
    if (!(runner.pipe.receive().orElseThrow() instanceof RunnerEvent.Ready ready)
        || !ready.engine().compiling()) {
      throw new IOException("the runner does not compile");
    }
    return runner;
  }

  Process process() {
    return process;
  }

  /** Ingests a module as a controller does, and lays it out as an agent does. */
  static RunnerCommand.ModuleFile moduleIn(Path folder, byte[] wasm)
      throws IOException, ModuleRefusedException {
    var ingested = ModuleIngest.ingest(wasm, IngestRules.DEFAULTS);
    var file = Files.write(folder.resolve(ingested.hash() + ".wasm"), ingested.bytes());
    return new RunnerCommand.ModuleFile(ingested.hash(), file.toString(), ingested.facts().shape());
  }

  RunnerCommand.ModuleFile module(byte[] wasm) throws IOException, ModuleRefusedException {
    return moduleIn(folder, wasm);
  }

  /** Empty if the process ended under the task. */
  Optional<RunnerEvent.Finished> run(RunnerCommand.ModuleFile module, long wallMillis)
      throws IOException {
    var limits = new GuestLimits(wallMillis, 256L << 20, 64 << 20, 64 << 10, 0);
    var output = folder.resolve("output").toString();
    pipe.send(
        RunnerCommand.Run.ofBuiltIn(++number, module, new byte[0], List.of(), limits, output));
    return pipe.receive().map(RunnerEvent.Finished.class::cast);
  }

  /** Of all its threads, since its start. */
  long cpuNanos() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  long threads() throws IOException {
    return entries("task");
  }

  long openFiles() throws IOException {
    return entries("fd");
  }

  private long entries(String what) throws IOException {
    try (var files = Files.list(Path.of("/proc/" + process.pid() + "/" + what))) {
      return files.count();
    }
  }

  /** After a collection. */
  String heapUsedKib() throws IOException, InterruptedException {
    command("GC.run");
    var matcher = HEAP_USED.matcher(command("GC.heap_info"));
    long used = 0;
    // One line each for the young and the old generation; the third is the metaspace.
    for (int i = 0; i < 2 && matcher.find(); i++) used += Long.parseLong(matcher.group(1));
    return used == 0 ? "unknown" : Long.toString(used);
  }

  private String command(String command) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var asked =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    var text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return text;
  }
}
