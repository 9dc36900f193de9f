package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.module.corpus.HostileCorpus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What announces much in few bytes is judged in little memory. */
class IngestMemoryTest {
  private static final String MANY_LOCALS = "20,000 functions with 4,096 locals each";

  @Test
  void eightyMillionLocalsFitIntoASmallHeap() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Ingesting.class.getName())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** In a process of its own, whose heap is small. */
  static final class Ingesting {
    private Ingesting() {}

    public static void main(String[] arguments) throws ModuleRefusedException {
      var module =
          HostileCorpus.all().stream()
              .filter(candidate -> candidate.name().equals(MANY_LOCALS))
              .findFirst()
              .orElseThrow();
      ModuleIngest.ingest(module.bytes(), IngestRules.DEFAULTS);
    }
  }
}
