package io.processdistro.cluster.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The scenarios of {@code controller/dashboard/browser}, run by Node.js in one Chromium of Debian.
 */
final class Scenarios implements AutoCloseable {
  private static final Duration RUN_MAX = Duration.ofMinutes(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);
  private static final String REQUEST = "> ";
  private static final String VERDICT = "= ";
  private static final String PASSED = "passed";

  private static final Path DASHBOARD =
      Path.of("../controller/dashboard").toAbsolutePath().normalize();

  private final Path folder;
  private final Path errors;
  private final Path chromium;
  private final Supplier<String> words;
  private Process process;
  private BufferedReader output;
  private BufferedWriter input;

  private Scenarios(Path folder, Path chromium, Supplier<String> words) throws IOException {
    this.folder = folder;
    this.words = words;
    this.errors = folder.resolve("scenarios.err");
    this.chromium = chromium;
    launch();
  }

  private void launch() throws IOException {
    var builder =
        new ProcessBuilder("node", "browser/run.mjs")
            .directory(DASHBOARD.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("CHROMIUM", chromium.toString());
    process = builder.start();
    output = process.inputReader();
    input = process.outputWriter();
  }

  /**
   * Skips the tests where a part cannot be had.
   *
   * @param folder where scenarios find and leave files
   * @param words what the programs behind the page say, to explain a scenario that fails
   */
  static Scenarios start(Path folder, Supplier<String> words) throws IOException {
    var chromium = program("chromium");
    assumeThat(chromium).as("chromium is on PATH; scripts/test installs it").isPresent();
    assumeThat(program("node")).as("node is on PATH").isPresent();
    assertThat(DASHBOARD.resolve("node_modules/playwright-core"))
        .as("the packages of the dashboard; its build fetches them")
        .exists();
    return new Scenarios(folder, chromium.get(), words);
  }

  /** What a scenario may ask for: something is done to the cluster, and answered with one line. */
  interface Assistant {
    String answer(String request) throws Exception;
  }

  /**
   * Runs a scenario that does everything by itself.
   *
   * @param link one that logs in once
   */
  void run(String name, String link) throws Exception {
    run(
        name,
        link,
        request -> {
          throw new IllegalArgumentException(name + " asks for " + request);
        });
  }

  /**
   * @param link one that logs in once
   */
  void run(String name, String link, Assistant assistant) throws Exception {
    // One that took too long took the browser with it.
    if (!process.isAlive()) launch();
    var finished = new CompletableFuture<Void>();
    finished
        .orTimeout(RUN_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            late -> {
              process.destroyForcibly();
              return null;
            });
    write(name + " " + link + " " + folder);
    try {
      var line = readLine();
      while (!line.startsWith(VERDICT)) {
        if (line.startsWith(REQUEST)) write(assistant.answer(line.substring(REQUEST.length())));
        line = readLine();
      }
      assertThat(line.replace("\\n", "\n"))
          .as(() -> name + ": " + words.get())
          .isEqualTo(VERDICT + PASSED);
    } finally {
      finished.complete(null);
    }
  }

  private void write(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
  }

  private String readLine() throws IOException {
    var line = output.readLine();
    if (line == null) throw new AssertionError("it ended: " + Files.readString(errors));
    return line;
  }

  private static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The browser ends with its input. */
  @Override
  public void close() throws IOException {
    var children = process.descendants().toList();
    input.close();
    try {
      process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    output.close();
  }
}
