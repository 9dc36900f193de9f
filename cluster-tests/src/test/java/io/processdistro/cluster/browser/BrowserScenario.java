package io.processdistro.cluster.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A scenario of {@code controller/dashboard/browser}, run by Node.js with Debian's Chromium. */
final class BrowserScenario {
  private static final Duration RUN_MAX = Duration.ofMinutes(3);
  private static final String REQUEST = "> ";

  private static final Path DASHBOARD =
      Path.of("../controller/dashboard").toAbsolutePath().normalize();

  private BrowserScenario() {}

  /** What a scenario may ask for: something is done to the cluster, and answered with one line. */
  interface Assistant {
    String answer(String request) throws Exception;
  }

  /** A scenario that does everything by itself. */
  static void run(String name, String link, Path folder) throws Exception {
    run(
        name,
        link,
        folder,
        request -> {
          throw new IllegalArgumentException(name + " asks for " + request);
        });
  }

  /**
   * @param link one that logs in once
   * @param folder where it leaves files
   */
  static void run(String name, String link, Path folder, Assistant assistant) throws Exception {
    var chromium = program("chromium");
    assumeThat(chromium).as("chromium is on PATH; scripts/test installs it").isPresent();
    assumeThat(program("node")).as("node is on PATH").isPresent();
    assertThat(DASHBOARD.resolve("node_modules/playwright-core"))
        .as("the packages of the dashboard; its build fetches them")
        .exists();
    var errors = folder.resolve(name + ".err");
    var builder =
        new ProcessBuilder("node", "browser/run.mjs", name, link, folder.toString())
            .directory(DASHBOARD.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("CHROMIUM", chromium.get().toString());
    var process = builder.start();
    CompletableFuture.delayedExecutor(RUN_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
    try (var requests = process.inputReader();
        var answers = process.outputWriter()) {
      for (var request = nextRequest(requests);
          request.isPresent();
          request = nextRequest(requests)) {
        answers.write(assistant.answer(request.get()) + "\n");
        answers.flush();
      }
      process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
  }

  /** Empty when the scenario has said its last word. */
  private static Optional<String> nextRequest(BufferedReader output) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(REQUEST)) return Optional.of(line.substring(REQUEST.length()));
    }
    return Optional.empty();
  }

  private static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
