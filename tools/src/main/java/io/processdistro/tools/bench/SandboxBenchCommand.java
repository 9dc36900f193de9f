package io.processdistro.tools.bench;

import io.processdistro.common.module.ModuleRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the walls around users' modules cost, and how fast they close. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description =
        "Times, in a runner of users' modules: a fresh sandbox, the end of an endless loop and of a compile bomb, large inputs and outputs; looks at the memory of a process whose tasks take all they may; then runs many tasks through one process and looks at its heap, threads and files.")
public final class SandboxBenchCommand implements Callable<Integer> {
  private static final long BOMB_WALL_MILLIS = 3_000;
  private static final long LOOP_WALL_MILLIS = 200;
  private static final int LOOPS = 20;
  private static final int WARM_UPS = 3_000;

  @Option(
      names = "--tasks",
      defaultValue = "100000",
      description = "Tasks through one process (default ${DEFAULT-VALUE}).")
  private int tasks;

  private Path folder;

  @Override
  public Integer call() throws IOException, InterruptedException, ModuleRefusedException {
    folder = Files.createTempDirectory("sandbox-bench");
    try {
      System.out.println("fresh sandbox per task, median and 99th percentile in ms:");
      printFresh(16);
      printFresh(64);
      printEndlessLoops();
      printBomb();
      new PayloadBench(folder).print();
      new MemoryHogBench(folder).print();
      printEndurance();
      return 0;
    } finally {
      BenchRunner.deleteTree(folder);
    }
  }

  private UserRunner start() throws IOException {
    return UserRunner.start(folder);
  }

  private void printFresh(int pages) throws IOException, ModuleRefusedException {
    var runner = start();
    var module = runner.module(SandboxModules.idle(pages));
    var millis = new ArrayList<Double>();
    long cpuNanos = 0;
    for (int i = 0; i < 2 * WARM_UPS; i++) {
      if (i == WARM_UPS) cpuNanos = -runner.cpuNanos();
      long nanos = runner.run(module, 10_000).orElseThrow().slotNanos();
      if (i >= WARM_UPS) millis.add(nanos / 1e6);
    }
    millis.sort(null);
    cpuNanos += runner.cpuNanos();
    System.out.printf(
        "  memory of %d KiB: %.3f, %.3f; processor time of the whole runner per task %.3f%n",
        pages * 64,
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        cpuNanos / 1e6 / WARM_UPS);
    runner.process().destroyForcibly();
  }

  private void printEndlessLoops() throws IOException, ModuleRefusedException {
    var runner = start();
    var module = runner.module(SandboxModules.endless());
    var late = new ArrayList<Double>();
    for (int i = 0; i < LOOPS; i++) {
      long nanos = runner.run(module, LOOP_WALL_MILLIS).orElseThrow().slotNanos();
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
        runner.run(runner.module(SandboxModules.compileBomb()), BOMB_WALL_MILLIS).isPresent();
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
    next.run(next.module(SandboxModules.idle(1)), 10_000).orElseThrow();
    System.out.printf(
        "compile bomb: process ended %.0f ms after the deadline (code %d); a new process had done a task %.0f ms later%n",
        millis, code, (System.nanoTime() - again) / 1e6);
    next.process().destroyForcibly();
  }

  private void printEndurance() throws IOException, InterruptedException, ModuleRefusedException {
    var runner = start();
    var module = runner.module(SandboxModules.idle(16));
    System.out.println("one process, tasks with 1 MiB each:");
    for (int done = 0; done <= tasks; done += Math.max(1, tasks / 4)) {
      if (done > 0) {
        for (int i = 0; i < Math.max(1, tasks / 4); i++) runner.run(module, 10_000).orElseThrow();
      } else {
        for (int i = 0; i < WARM_UPS; i++) runner.run(module, 10_000).orElseThrow();
      }
      System.out.printf(
          "  after %d tasks: %s KiB of heap after collection, %d threads, %d files%n",
          done + WARM_UPS, runner.heapUsedKib(), runner.threads(), runner.openFiles());
    }
    runner.process().destroyForcibly();
  }
}
