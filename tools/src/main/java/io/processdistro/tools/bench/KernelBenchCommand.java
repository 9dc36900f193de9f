package io.processdistro.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Each kernel in the runner, against the same module in V8 and against native C, in one run. */
@Command(
    name = "kernels",
    mixinStandardHelpOptions = true,
    description =
        "Times each built-in kernel in a runner, cold and warm, against the same module in node's V8 and against gcc -O3, where those are installed. Quote the ratios, not the milliseconds.")
public final class KernelBenchCommand implements Callable<Integer> {
  @Option(
      names = "--repetitions",
      defaultValue = "9",
      description = "Timed calls of each (default ${DEFAULT-VALUE}).")
  private int repetitions;

  @Override
  public Integer call() throws IOException {
    var folder = Files.createTempDirectory("kernel-bench");
    try {
      System.out.println("median (min to max) in ms; one thread; " + repetitions + " calls each");
      for (var kernel : KernelCase.all()) print(kernel, folder);
      return 0;
    } finally {
      BenchRunner.deleteTree(folder);
    }
  }

  private void print(KernelCase kernel, Path folder) throws IOException {
    try (var runner = new BenchRunner(folder)) {
      var module = runner.module(kernel.module().bytes());
      double warmUp = runner.warm(module);
      double first = runner.kernelMillis(module, kernel, 1).getFirst();
      // Interleaved, so that a change of the machine's speed meets all of them.
      var warm = new ArrayList<Double>();
      var v8 = new ArrayList<Double>();
      var nativeTimes = new ArrayList<Double>();
      var v8Program = ExternalProgram.v8(folder);
      var nativeProgram =
          kernel.yardstick().isEmpty()
              ? Optional.<ExternalProgram>empty()
              : ExternalProgram.compiledC(kernel.yardstick().get().program(), folder);
      for (int round = 0; round < 3; round++) {
        int share = Math.ceilDiv(repetitions, 3);
        warm.addAll(runner.kernelMillis(module, kernel, share));
        if (v8Program.isPresent()) v8.addAll(v8(v8Program.get(), kernel, folder, share));
        if (nativeProgram.isPresent()) {
          nativeTimes.addAll(nativeTimes(nativeProgram.get(), kernel, share));
        }
      }
      System.out.println();
      System.out.println(kernel.name());
      System.out.printf(
          Locale.ROOT,
          "  runner, cold      start and self-test %.0f, warm-up %.0f, first call after it %.1f%n",
          runner.startMillis(),
          warmUp,
          first);
      var warmSamples = new Samples(warm);
      System.out.println("  runner, warm      " + warmSamples);
      compare("  V8, same module   ", v8, warmSamples);
      compare("  gcc -O3, naive    ", nativeTimes, warmSamples);
    }
  }

  private static void compare(String label, List<Double> others, Samples runner) {
    if (others.isEmpty()) return;
    var samples = new Samples(others);
    System.out.printf(
        Locale.ROOT,
        "%s%s; the runner takes %.2f x as long%n",
        label,
        samples,
        runner.median() / samples.median());
  }

  /** The first half of the calls only warms V8. */
  private static List<Double> v8(ExternalProgram v8, KernelCase kernel, Path folder, int count)
      throws IOException {
    var module = Files.write(folder.resolve("v8.wasm"), kernel.module().bytes());
    var input = Files.write(folder.resolve("v8.input"), kernel.input());
    var samples =
        v8.measure(List.of(module.toString(), input.toString(), Integer.toString(2 * count)));
    return samples.subList(count, 2 * count);
  }

  private static List<Double> nativeTimes(ExternalProgram program, KernelCase kernel, int count)
      throws IOException {
    var arguments = new ArrayList<>(kernel.yardstick().orElseThrow().arguments());
    arguments.add(Integer.toString(count));
    return program.measure(arguments);
  }
}
