package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructureTest {
  private static final List<String> BANNED =
      List.of(
          "io.vertx",
          "java.io",
          "java.net",
          "java.nio",
          "java.time",
          "java.util.concurrent",
          "currentTimeMillis",
          "nanoTime",
          "randomUUID",
          "Math.random",
          "new Random",
          "Thread",
          "synchronized",
          "volatile",
          "identityHashCode",
          "System.");

  @Test
  void theSchedulerNeverTouchesTheWorld() throws IOException {
    var files = javaFiles();
    assertThat(files).hasSizeGreaterThan(30);
    for (var file : files) {
      var source = Files.readString(file);
      for (var word : BANNED) assertThat(source).as("%s uses %s", file, word).doesNotContain(word);
    }
  }

  @Test
  void noFileIsLongerThanItCanBeRead() throws IOException {
    for (var file : javaFiles()) {
      assertThat(Files.readAllLines(file).size()).as("lines of %s", file).isLessThanOrEqualTo(400);
    }
  }

  private static List<Path> javaFiles() throws IOException {
    try (var files = Files.walk(Path.of("src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
