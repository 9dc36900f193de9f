package io.processdistro.tools.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A yardstick outside of Java: a program that prints one number of milliseconds per line. */
record ExternalProgram(List<String> command) {
  private static final long SECONDS_MAX = 120;

  ExternalProgram {
    command = List.copyOf(command);
  }

  /** Compiles one of this package's C files with {@code gcc -O3}; empty where there is no gcc. */
  static Optional<ExternalProgram> compiledC(String name, Path folder) throws IOException {
    if (!onPath("gcc")) return Optional.empty();
    var source = extract(name + ".c", folder);
    var binary = folder.resolve(name);
    run(List.of("gcc", "-O3", "-o", binary.toString(), source.toString()));
    return Optional.of(new ExternalProgram(List.of(binary.toString())));
  }

  /** The V8 yardstick; empty where there is no node. */
  static Optional<ExternalProgram> v8(Path folder) throws IOException {
    if (!onPath("node")) return Optional.empty();
    return Optional.of(new ExternalProgram(List.of("node", extract("v8.mjs", folder).toString())));
  }

  /**
   * Runs it and reads its timings, in their order.
   *
   * @throws IOException if it fails, prints something else, or takes over two minutes
   */
  List<Double> measure(List<String> arguments) throws IOException {
    var full = new ArrayList<>(command);
    full.addAll(arguments);
    return run(full).lines().map(Double::valueOf).toList();
  }

  private static String run(List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var output = process.inputReader()) {
      var text = output.readAllAsString();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " did not end in " + SECONDS_MAX + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path extract(String resource, Path folder) {
    try (InputStream stream = ExternalProgram.class.getResourceAsStream(resource)) {
      var target = folder.resolve(resource);
      Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean onPath(String program) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) return true;
    }
    return false;
  }
}
