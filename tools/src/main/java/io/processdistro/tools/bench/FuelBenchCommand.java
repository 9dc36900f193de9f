package io.processdistro.tools.bench;

import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an instruction budget costs: each kernel with and without one, in the same runner. */
@Command(
    name = "fuel",
    mixinStandardHelpOptions = true,
    description =
        "Times each built-in kernel in a runner, as it is and metered (with an instruction budget built in). Quote the ratios, not the milliseconds.")
public final class FuelBenchCommand implements Callable<Integer> {
  private static final int ROUNDS = 3;

  @Option(
      names = "--repetitions",
      defaultValue = "15",
      description = "Timed calls of each (default ${DEFAULT-VALUE}).")
  private int repetitions;

  @Override
  public Integer call() throws IOException, ModuleRefusedException {
    var folder = Files.createTempDirectory("fuel-bench");
    try {
      System.out.println("median (min to max) in ms; one thread; " + repetitions + " calls each");
      for (var kernel : KernelCase.all()) print(kernel, folder);
      return 0;
    } finally {
      BenchRunner.deleteTree(folder);
    }
  }

  private void print(KernelCase kernel, Path folder) throws IOException, ModuleRefusedException {
    var module = kernel.module().bytes();
    var metered =
        ModuleIngest.ingest(
                module, IngestRules.DEFAULTS.withMemoryBytesMax(1L << 32).withFuel(true))
            .bytes();
    try (var runner = new BenchRunner(folder)) {
      var plainFile = runner.module(module);
      var meteredFile = runner.module(metered);
      runner.warm(plainFile);
      runner.warm(meteredFile);
      runner.kernelMillis(plainFile, kernel, 1);
      runner.kernelMillis(meteredFile, kernel, 1);
      // Interleaved, so that a change of the machine's speed meets both.
      var plainTimes = new ArrayList<Double>();
      var meteredTimes = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        int share = Math.ceilDiv(repetitions, ROUNDS);
        plainTimes.addAll(runner.kernelMillis(plainFile, kernel, share));
        meteredTimes.addAll(runner.kernelMillis(meteredFile, kernel, share));
      }
      var plain = new Samples(plainTimes);
      var withFuel = new Samples(meteredTimes);
      System.out.println();
      System.out.println(kernel.name());
      System.out.println("  plain    " + plain + ", " + module.length + " bytes");
      System.out.printf(
          Locale.ROOT,
          "  metered  %s, %d bytes; takes %.2f x as long%n",
          withFuel,
          metered.length,
          withFuel.median() / plain.median());
    }
  }
}
