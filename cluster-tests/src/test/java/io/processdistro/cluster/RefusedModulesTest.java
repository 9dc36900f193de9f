package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.HostileModule;
import io.processdistro.common.module.corpus.Verdict;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is no module that nodes run is refused where it is submitted; no node is there to run it.
 */
class RefusedModulesTest {
  @TempDir private static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(folder).withController();
    Files.writeString(folder.resolve("input.txt"), "input");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an empty file               | empty
          the magic bytes alone       | breaks off
          wrong magic bytes           | begins with 00 61 73 6e
          a component                 | component model
          a zip archive               | zip archive
          an ELF program              | ELF
          JavaScript                  | JavaScript
          an error page               | HTML
          a poem                      | text""")
  void aFileThatIsNoModuleEndsTheCommandWithStatus2(String name, String says) throws Exception {
    assertRefused(corpus(name).bytes(), says);
  }

  @Test
  void aModuleThatBreaksOffAnywhereEndsTheCommandWithStatus2() throws Exception {
    var whole = corpus("every page touched").bytes();
    for (int length : new int[] {whole.length / 2, whole.length - 1}) {
      assertRefused(Arrays.copyOf(whole, length), "at byte");
    }
  }

  private static void assertRefused(byte[] file, String says) throws IOException {
    Files.write(folder.resolve("task.wasm"), file);
    cluster
        .command("submit-task", "--module", "task.wasm", "--input", "input.txt")
        .refused(2, "the module is refused", says);
  }

  @Test
  void allOfTheCorpusThatIngestRefusesIsRefusedAtSubmit() throws Exception {
    var all = new SoftAssertions();
    try (var client = cluster.client()) {
      for (var module : HostileCorpus.all()) {
        if (!(module.verdict() instanceof Verdict.Refused refused)) continue;
        var file = Files.write(folder.resolve("hostile.wasm"), module.bytes());
        all.assertThatThrownBy(() -> submit(client, file))
            .as(module.name())
            .isInstanceOfSatisfying(
                RefusedException.class,
                e -> {
                  assertThat(e.requestIsWrong()).isTrue();
                  assertThat(e.getMessage()).contains(refused.says());
                });
      }
      all.assertAll();
      assertThat(client.jobs(1, Optional.empty())).isEmpty();
    }
    assertThat(cluster.controller().isRunning()).isTrue();
  }

  /**
   * What fits the controller's own ceilings is refused as soon as a job wants it with usual ones.
   */
  private static void submit(ControllerClient client, Path module)
      throws IOException, ClientException {
    var input = ContentHash.ofFile(folder.resolve("input.txt"));
    client.store(folder.resolve("input.txt"), input);
    var job =
        new JobSubmission(
            null,
            JsonNodeFactory.instance.objectNode(),
            Map.of("input", new JobSubmission.Input(input.toString(), "input.txt")),
            null,
            new JobSubmission.Module(
                client.storeModule(module).sha256(),
                "none",
                List.of("execute"),
                null,
                null,
                null,
                null,
                null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    client.submit(job, UUID.randomUUID().toString());
  }

  private static HostileModule corpus(String name) {
    return HostileCorpus.all().stream()
        .filter(module -> module.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
