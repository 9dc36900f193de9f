package io.processdistro.controller.metrics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own programs, where scripts/prometheus has found or unpacked them. */
final class PrometheusPrograms {
  private static final Path UNPACKED = Path.of("..", "target", "prometheus", "usr", "bin");
  private static final long CHECK_SECONDS_MAX = 30;

  private PrometheusPrograms() {}

  /** The program; where there is none the test that asks is skipped, and says so. */
  static String require(String program) {
    var found = find(program);
    assumeTrue(found.isPresent(), () -> program + " is missing: scripts/prometheus fetches it");
    return found.get().toString();
  }

  private static Optional<Path> find(String program) {
    var path = Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
    return Stream.concat(path, Stream.of(UNPACKED))
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs promtool to its end; fails with what it says if it finds fault. */
  static void check(List<String> arguments, String input) throws Exception {
    var command = Stream.concat(Stream.of(require("promtool")), arguments.stream()).toList();
    var output = Files.createTempFile("promtool", ".log");
    try {
      run(command, input, output);
    } finally {
      Files.delete(output);
    }
  }

  private static void run(List<String> command, String input, Path output) throws Exception {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      // It does not read what it does not need.
    }
    if (!process.waitFor(CHECK_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(command + " says: " + Files.readString(output));
    }
  }
}
