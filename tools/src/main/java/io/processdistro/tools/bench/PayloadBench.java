package io.processdistro.tools.bench;

import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What 8 MiB cost on their way into a guest and out of it: the input from a file of the agent's
 * cache, the output into a file and its hash. The same task without them is taken off.
 */
final class PayloadBench {
  private static final int PAYLOAD_BYTES = 8 << 20;

  /** Room for the payload and the page it begins in. */
  private static final int PAGES = PAYLOAD_BYTES / 65_536 + 1;

  private static final int ROUNDS = 100;

  private final Path folder;

  PayloadBench(Path folder) {
    this.folder = folder;
  }

  void print() throws IOException, InterruptedException, ModuleRefusedException {
    var file = Files.write(folder.resolve("payload"), new byte[PAYLOAD_BYTES]).toString();
    var payload = List.of(new RunnerCommand.InputFile(file, 0, PAYLOAD_BYTES));
    try (var runner = new AgentsRunner(folder)) {
      var idle = runner.module(SandboxModules.idle(PAGES));
      var giving = runner.module(SandboxModules.giving(PAGES, PAYLOAD_BYTES));
      var without = new ArrayList<Double>();
      var in = new ArrayList<Double>();
      var out = new ArrayList<Double>();
      // Interleaved, so that a change of the machine's speed meets all of them.
      for (int round = 0; round < 2 * ROUNDS; round++) {
        if (round == ROUNDS) List.of(without, in, out).forEach(List::clear);
        without.add(runner.run(idle, List.of()));
        in.add(runner.run(idle, payload));
        out.add(runner.run(giving, List.of()));
      }
      double base = new Samples(without).median();
      System.out.printf(
          "payloads of 8 MiB, agent and runner (a task without one: %.2f ms):%n", base);
      print("in", base, new Samples(in).median());
      print("out", base, new Samples(out).median());
    }
  }

  private static void print(String way, double baseMillis, double millis) {
    System.out.printf(
        "  %-3s %.2f ms, %.0f MB/s more than without; %.0f MB/s the whole task%n",
        way,
        millis - baseMillis,
        megabytesPerSecond(millis - baseMillis),
        megabytesPerSecond(millis));
  }

  private static double megabytesPerSecond(double millis) {
    return PAYLOAD_BYTES / 1e3 / millis;
  }
}
