package io.processdistro.tools.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What benchmarks have in common that start a cluster of the distribution. */
final class ClusterBenchOptions {
  @Option(
      names = "--distribution",
      description =
          "Folder with bin/controller and bin/edge-node (default: where this program is).")
  private Path distribution;

  @Option(
      names = "--repetitions",
      defaultValue = "5",
      description = "Timed runs of each kind of job (default ${DEFAULT-VALUE}).")
  private int repetitions;

  Path distribution() {
    return distribution == null ? Path.of(System.getProperty("processdistro.home")) : distribution;
  }

  int repetitions() {
    return repetitions;
  }
}
