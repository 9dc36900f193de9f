package io.processdistro.tools.bench;

import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.module.ModuleShape;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the walls around users' modules cost, and how fast they close. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description =
        "Times, in a runner of users' modules: a fresh sandbox, the end of an endless loop and of a compile bomb; then runs many tasks through one process and looks at its heap, threads and files.")
public final class SandboxBenchCommand implements Callable<Integer> {
  private static final long HEAP_BYTES = 512L << 20;
  private static final long BOMB_WALL_MILLIS = 3_000;
  private static final long LOOP_WALL_MILLIS = 200;
  private static final int LOOPS = 20;
  private static final int WARM_UPS = 3_000;
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  @Option(
      names = "--tasks",
      defaultValue = "100000",
      description = "Tasks through one process (default ${DEFAULT-VALUE}).")
  private int tasks;

  private Path folder;
  private long number;

  /** A runner of users' modules and the agent's end of its pipe. */
  private record UserRunner(Process process, FramedPipe<RunnerEvent, RunnerCommand> pipe) {
    Optional<RunnerEvent> receive() throws IOException {
      return pipe.receive();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ModuleRefusedException {
    folder = Files.createTempDirectory("sandbox-bench");
    try {
      System.out.println("fresh sandbox per task, median and 99th percentile in ms:");
      printFresh(16);
      printFresh(64);
      printEndlessLoops();
      printBomb();
      printEndurance();
      return 0;
    } finally {
      BenchRunner.deleteTree(folder);
    }
  }

  private UserRunner start() throws IOException {
    var command = RunnerCommandLine.ofThisProcess(HEAP_BYTES).command(EngineProfile.USER, 1);
    var process =
        new ProcessBuilder(command).redirectError(folder.resolve("runner.log").toFile()).start();
    var pipe =
        new FramedPipe<>(
            process.getInputStream(),
            RunnerEvent.class,
            process.getOutputStream(),
            RunnerCommand.class);
    var runner = new UserRunner(process, pipe);
    if (!(runner.receive().orElseThrow() instanceof RunnerEvent.Ready ready)
        || !ready.engine().compiling()) {
      throw new IOException("the runner does not compile");
    }
    return runner;
  }

  private RunnerCommand.ModuleFile module(byte[] wasm) throws IOException, ModuleRefusedException {
    var ingested = ModuleIngest.ingest(wasm, IngestRules.DEFAULTS);
    var file = Files.write(folder.resolve(ingested.hash() + ".wasm"), ingested.bytes());
    return new RunnerCommand.ModuleFile(ingested.hash(), file.toString(), ModuleShape.NATIVE);
  }

  /** Empty if the process ended under the task. */
  private Optional<RunnerEvent.Finished> run(
      UserRunner runner, RunnerCommand.ModuleFile module, long wallMillis) throws IOException {
    var limits = new GuestLimits(wallMillis, 256L << 20, 64 << 20, 64 << 10, 0);
    var output = folder.resolve("output").toString();
    runner
        .pipe()
        .send(
            RunnerCommand.Run.ofBuiltIn(++number, module, new byte[0], List.of(), limits, output));
    return runner.receive().map(RunnerEvent.Finished.class::cast);
  }

  private void printFresh(int pages) throws IOException, ModuleRefusedException {
    var runner = start();
    var module = module(SandboxModules.idle(pages));
    var millis = new ArrayList<Double>();
    for (int i = 0; i < 2 * WARM_UPS; i++) {
      long nanos = run(runner, module, 10_000).orElseThrow().slotNanos();
      if (i >= WARM_UPS) millis.add(nanos / 1e6);
    }
    millis.sort(null);
    System.out.printf(
        "  memory of %d KiB: %.3f, %.3f%n",
        pages * 64, millis.get(millis.size() / 2), millis.get(millis.size() * 99 / 100));
    runner.process().destroyForcibly();
  }

  private void printEndlessLoops() throws IOException, ModuleRefusedException {
    var runner = start();
    var module = module(SandboxModules.endless());
    var late = new ArrayList<Double>();
    for (int i = 0; i < LOOPS; i++) {
      long nanos = run(runner, module, LOOP_WALL_MILLIS).orElseThrow().slotNanos();
      late.add(nanos / 1e6 - LOOP_WALL_MILLIS);
    }
    late.sort(null);
    System.out.printf(
        "endless loop: ended %.0f ms after its deadline (median), %.0f ms at most%n",
        late.get(LOOPS / 2), late.getLast());
    runner.process().destroyForcibly();
  }

  private void printBomb() throws IOException, InterruptedException, ModuleRefusedException {
    var runner = start();
    long start = System.nanoTime();
    boolean survived =
        run(runner, module(SandboxModules.compileBomb()), BOMB_WALL_MILLIS).isPresent();
    double millis = (System.nanoTime() - start) / 1e6 - BOMB_WALL_MILLIS;
    if (survived) {
      System.out.println(
          "compile bomb: ended at its deadline; the compiler had not got far enough");
      runner.process().destroyForcibly();
      return;
    }
    int code = runner.process().waitFor();
    long again = System.nanoTime();
    var next = start();
    run(next, module(SandboxModules.idle(1)), 10_000).orElseThrow();
    System.out.printf(
        "compile bomb: process ended %.0f ms after the deadline (code %d); a new process had done a task %.0f ms later%n",
        millis, code, (System.nanoTime() - again) / 1e6);
    next.process().destroyForcibly();
  }

  private void printEndurance() throws IOException, InterruptedException, ModuleRefusedException {
    var runner = start();
    var module = module(SandboxModules.idle(16));
    System.out.println("one process, tasks with 1 MiB each:");
    for (int done = 0; done <= tasks; done += Math.max(1, tasks / 4)) {
      if (done > 0) {
        for (int i = 0; i < Math.max(1, tasks / 4); i++) run(runner, module, 10_000).orElseThrow();
      } else {
        for (int i = 0; i < WARM_UPS; i++) run(runner, module, 10_000).orElseThrow();
      }
      System.out.printf(
          "  after %d tasks: %s KiB of heap after collection, %d threads, %d files%n",
          done + WARM_UPS, heapUsed(runner), entries(runner, "task"), entries(runner, "fd"));
    }
    runner.process().destroyForcibly();
  }

  private static long entries(UserRunner runner, String what) throws IOException {
    try (var files = Files.list(Path.of("/proc/" + runner.process().pid() + "/" + what))) {
      return files.count();
    }
  }

  private static String heapUsed(UserRunner runner) throws IOException, InterruptedException {
    command(runner, "GC.run");
    var matcher = HEAP_USED.matcher(command(runner, "GC.heap_info"));
    long used = 0;
    // One line each for the young and the old generation; the third is the metaspace.
    for (int i = 0; i < 2 && matcher.find(); i++) used += Long.parseLong(matcher.group(1));
    return used == 0 ? "unknown" : Long.toString(used);
  }

  private static String command(UserRunner runner, String command)
      throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(jcmd, Long.toString(runner.process().pid()), command)
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
