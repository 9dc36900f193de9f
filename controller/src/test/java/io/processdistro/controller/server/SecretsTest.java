package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the secrets of a running controller are, and where they are not. */
class SecretsTest {
  /** The operator's own secret stands in these files. */
  private static final Set<String> HOLDERS = Set.of("token", "controller.json");

  @TempDir Path directory;

  @Test
  void secretsAreInNoAnswerNoLogAndNoOtherFile() throws IOException {
    var said = new ByteArrayOutputStream();
    var out = System.out;
    var err = System.err;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    var answers = new ArrayList<String>();
    var secrets = new ArrayList<String>();
    try (var controller = RunningController.start(directory)) {
      secrets.add(controller.token());
      for (var role : new String[] {"viewer", "submitter", "admin", "node"}) {
        secrets.add(controller.newToken(role, role));
      }
      try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
        controller.awaitJob(controller.submitSquares(10));
        for (var path :
            List.of(
                "/v1/tokens",
                "/v1/nodes",
                "/v1/jobs",
                "/metrics",
                "/readyz",
                "/v1/jobs/zzzz",
                "/v1/jobs?state=" + controller.token(),
                "/v1/nodes/" + controller.token(),
                "/v1/openapi.yaml")) {
          answers.add(controller.get(path).text());
        }
        for (var secret : secrets) {
          var wrong =
              controller.bare("/v1/jobs").header("Authorization", "Bearer x" + secret).GET();
          answers.add(new String(controller.send(wrong.build()).body(), StandardCharsets.UTF_8));
        }
      }
      assertSecretsAreTheOwnersAlone();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    for (var secret : secrets) {
      assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain(secret);
      assertThat(String.join("\n", answers)).doesNotContain(secret);
    }
    for (var file : filesBelow(directory)) {
      if (HOLDERS.contains(file.getFileName().toString())) continue;
      var content = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (var secret : secrets) assertThat(content).as(file.toString()).doesNotContain(secret);
    }
  }

  /** Whatever is in the state directory, secret or not, only the folder's owner gets to it. */
  private void assertSecretsAreTheOwnersAlone() throws IOException {
    var state = directory.resolve("state");
    assertThat(modeOf(state)).isEqualTo("rwx------");
    var secret = filesBelow(state).stream().filter(SecretsTest::isSecret).toList();
    assertThat(secret).isNotEmpty();
    for (var file : secret) assertThat(modeOf(file)).as(file.toString()).isEqualTo("rw-------");
  }

  private static boolean isSecret(Path file) {
    var name = file.getFileName().toString();
    return HOLDERS.contains(name) || name.equals("authority.pem") || name.equals("tokens.json");
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
