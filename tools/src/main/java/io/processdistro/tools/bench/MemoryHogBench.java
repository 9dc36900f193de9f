package io.processdistro.tools.bench;

import io.processdistro.common.module.ModuleRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How much memory a process takes from the machine whose tasks take all that they may. */
final class MemoryHogBench {
  private static final int TASKS = 12;

  private final Path folder;

  MemoryHogBench(Path folder) {
    this.folder = folder;
  }

  void print() throws IOException, InterruptedException, ModuleRefusedException {
    try (var runner = new AgentsRunner(folder)) {
      var hog = runner.module(SandboxModules.hog());
      for (int task = 0; task < TASKS; task++) runner.run(hog, List.of());
      long resident = runner.process().residentBytesMax();
      long budget = runner.process().heapBytes();
      System.out.printf(
          "memory hog, %d tasks that take %d MiB each: process resident %d MiB at most, %.2f x its budget of %d MiB%n",
          TASKS,
          AgentsRunner.MEMORY_BYTES >> 20,
          resident >> 20,
          (double) resident / budget,
          budget >> 20);
    }
  }
}
