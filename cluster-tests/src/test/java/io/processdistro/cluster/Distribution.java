package io.processdistro.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The built distribution, as a user has it. */
final class Distribution {
  private static final Path FOLDER =
      Path.of(System.getProperty("cluster.distribution", "../dist")).toAbsolutePath().normalize();

  private Distribution() {}

  /** The launcher of {@code controller} or {@code edge-node}. */
  static Path program(String name) {
    var launcher = FOLDER.resolve("bin").resolve(name);
    if (!Files.isExecutable(launcher)) {
      throw new IllegalStateException(launcher + " is missing: run scripts/build first");
    }
    return launcher;
  }
}
