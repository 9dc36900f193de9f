package io.processdistro.controller.store.sqlite;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link StoreChild} on a directory, and what it has said. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Thread reader;
  private final List<String> healths = new CopyOnWriteArrayList<>();
  private volatile long accepted;

  ChildProcess(Path directory, Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreChild.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    process = builder.start();
    reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("accepted ")) accepted = Long.parseLong(line.substring(9));
        if (line.startsWith("health ")) healths.add(line);
      }
    } catch (IOException e) {
      // It was killed; what it had said is read.
    }
  }

  /** {@link #awaitHealth} looks at what it says from now on. */
  void forgetHealths() {
    healths.clear();
  }

  /** How many tasks it said were durable. */
  long accepted() {
    return accepted;
  }

  void awaitAccepted(long count) {
    await().atMost(Duration.ofMinutes(1)).until(() -> accepted >= count);
  }

  void awaitHealth(String part) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> healths.stream().anyMatch(line -> line.contains(part)));
  }

  @Override
  public void close() {
    kill();
  }

  /** Kills it, and waits until all that it said has been read; twice is harmless. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
