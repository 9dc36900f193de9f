package io.processdistro.controller.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream lasts no longer than what its reader showed to open it. */
class StreamReadersTest {
  @TempDir Path directory;

  private static String sessionOf(RunningController controller, String token) {
    var asked =
        controller
            .bare("/v1/ui/links")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody())
            .build();
    var code = new RunningController.Answer(controller.send(asked)).json().path("code").asText();
    var given =
        controller
            .bare("/v1/ui/sessions")
            .POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))
            .build();
    return new RunningController.Answer(controller.send(given)).json().path("token").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/live", "/v1/events"})
  void endsWhenItsTokenIsRevokedAndTheSessionsOfItToo(String path) throws IOException {
    try (var controller = RunningController.start(directory)) {
      var token = controller.newToken("viewer", "vera");
      try (var ofTheToken = new EventReader(controller, path, token, "");
          var ofASession = new EventReader(controller, path, sessionOf(controller, token), "");
          var ofTheOperator = new EventReader(controller, path, "")) {
        ofTheToken.awaitLine("200 OK");
        ofASession.awaitLine("200 OK");
        ofTheOperator.awaitLine("200 OK");
        var id = controller.get("/v1/tokens").json().at("/tokens/0/id").asText();
        controller.delete("/v1/tokens/" + id);
        ofTheToken.awaitEnd();
        ofASession.awaitEnd();
        controller.submitSquares(1);
        ofTheOperator.awaitLine("squares");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/live", "/v1/events"})
  void endsWhenItsTokenExpires(String path) throws IOException {
    try (var controller = RunningController.start(directory)) {
      var body = "{\"name\":\"vera\",\"role\":\"viewer\",\"ttl_seconds\":2}";
      var token = controller.post("/v1/tokens", body).json().path("secret").asText();
      try (var reader = new EventReader(controller, path, token, "")) {
        reader.awaitLine("200 OK");
        reader.awaitEnd();
      }
      var late = controller.bare("/v1/overview").header("Authorization", "Bearer " + token).build();
      assertThat(controller.statusOf(late)).isEqualTo(401);
    }
  }
}
