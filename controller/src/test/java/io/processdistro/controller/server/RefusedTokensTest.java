package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.TokenFile;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.trust.PinnedToken;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.UnreachableException;
import io.processdistro.controller.client.UntrustedException;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is wrong with a token, its owner reads one sentence that says so, and the audit log has
 * a line with the same reason; at the port for joining as at the API. Each case comes from
 * addresses of loopback of its own, because an address gets few answers a minute.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedTokensTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NO_TOKEN_OF_THIS_CONTROLLER = "the token is wrong";

  private final SecureRandom random = new SecureRandom();
  private Path folder;
  private RunningController controller;
  private RunningController foreign;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    controller = RunningController.start(temporary.resolve("own"));
    foreign = RunningController.start(temporary.resolve("foreign"));
  }

  @AfterAll
  void stop() {
    foreign.close();
    controller.close();
  }

  /** What may be wrong, and how it is called. */
  enum Wrong {
    EXPIRED("it expired at "),
    REVOKED("it was revoked"),
    USED_UP("it has admitted as many nodes as it may"),
    TRUNCATED(NO_TOKEN_OF_THIS_CONTROLLER),
    FOREIGN(NO_TOKEN_OF_THIS_CONTROLLER),
    OF_THE_OTHER_KIND("it is of role ");

    private final String reason;

    Wrong(String reason) {
      this.reason = reason;
    }
  }

  /** Where a token is shown. */
  enum Door {
    JOIN(CertificateDesk.JOIN_PATH, "node", "submitter", AuditKind.NODE_REFUSED),
    API("/v1/jobs", "submitter", "node", AuditKind.AUTHENTICATION_FAILED);

    private final String path;
    private final String role;
    private final String otherRole;
    private final AuditKind refusal;

    Door(String path, String role, String otherRole, AuditKind refusal) {
      this.path = path;
      this.role = role;
      this.otherRole = otherRole;
      this.refusal = refusal;
    }
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void isRefusedForJoiningWithTheReason(Wrong wrong) throws Exception {
    assertRefused(Door.JOIN, wrong);
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void isRefusedByTheApiWithTheReason(Wrong wrong) throws Exception {
    assertRefused(Door.API, wrong);
  }

  private void assertRefused(Door door, Wrong wrong) throws Exception {
    var from = "127.0.%d.%d".formatted(20 + door.ordinal(), 1 + wrong.ordinal());
    var token = tokenThatIs(wrong, door, from);
    var answer = show(token, door, from);
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.json().path("code").asText()).isEqualTo("UNAUTHENTICATED");
    assertThat(answer.json().path("detail").asText())
        .contains(wrong.reason)
        .doesNotContain(token)
        .doesNotContain("\n");
    assertThat(answer.json().path("hint").asText()).isNotBlank();
    awaitAudit(from, door.refusal, wrong.reason);
    assertThat(auditLines(from)).noneMatch(line -> line.contains(token));
  }

  private String tokenThatIs(Wrong wrong, Door door, String from) throws Exception {
    return switch (wrong) {
      case EXPIRED -> expired(door);
      case REVOKED -> revoked(door);
      case USED_UP -> usedUp(from);
      case TRUNCATED -> {
        var whole = controller.newToken(door.role, "room");
        yield whole.substring(0, whole.length() - 1);
      }
      case FOREIGN -> foreign.newToken(door.role, "room");
      case OF_THE_OTHER_KIND -> controller.newToken(door.otherRole, "room");
    };
  }

  private String expired(Door door) {
    var made =
        controller.post(
            "/v1/tokens",
            "{\"role\":\"%s\",\"name\":\"room\",\"ttl_seconds\":1%s}"
                .formatted(door.role, door == Door.JOIN ? ",\"uses\":1" : ""));
    var id = idOf(made);
    await().atMost(PATIENCE).until(() -> stateOf(id).equals("expired"));
    return made.json().path("secret").asText();
  }

  private String revoked(Door door) {
    var secret = controller.newToken(door.role, "room");
    var newest = controller.get("/v1/tokens").json().path("tokens").get(0).path("id").asText();
    assertThat(controller.delete("/v1/tokens/" + newest).status()).isLessThan(300);
    return secret;
  }

  /** Only tokens for joining can be; the API refuses them all the same. */
  private String usedUp(String from) throws Exception {
    var secret = controller.newToken("node", "room");
    assertThat(show(secret, Door.JOIN, from).status()).isEqualTo(200);
    return secret;
  }

  private static String idOf(RunningController.Answer made) {
    return made.json().path("token").path("id").asText();
  }

  private String stateOf(String id) {
    for (var token : controller.get("/v1/tokens").json().path("tokens")) {
      if (token.path("id").asText().equals(id)) return token.path("state").asText();
    }
    throw new AssertionError("no token " + id);
  }

  private RunningController.Answer show(String token, Door door, String from) throws Exception {
    var body = "{\"request\":" + quoted(CertificateRequest.write(NodeKeys.create(random))) + "}";
    var request = controller.bare(door.path).header("Authorization", "Bearer " + token);
    return send(
        from,
        switch (door) {
          case JOIN -> request.POST(BodyPublishers.ofString(body)).build();
          case API -> request.GET().build();
        });
  }

  private static String quoted(String text) {
    return '"' + text.replace("\n", "\\n") + '"';
  }

  private RunningController.Answer send(String from, HttpRequest request) throws Exception {
    try (var client =
        HttpClient.newBuilder()
            .localAddress(InetAddress.getByName(from))
            .sslContext(controller.tls().orElseThrow())
            .build()) {
      return new RunningController.Answer(client.send(request, BodyHandlers.ofByteArray()));
    }
  }

  private void awaitAudit(String from, AuditKind kind, String reason) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(auditLines(from))
                    .anyMatch(line -> line.contains(kind.name()) && line.contains(reason)));
  }

  private List<String> auditLines(String from) throws IOException {
    try (var files = Files.list(folder.resolve("own/state/controller/audit"))) {
      var lines = new ArrayList<String>();
      for (var file : files.toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.contains('"' + from + '"'))
            .forEach(lines::add);
      }
      return lines;
    }
  }

  @Test
  void aTokenThatLostItsEndIsKnownBeforeAnybodyIsAsked() {
    for (int kept : new int[] {65, 80}) {
      var cut = controller.pinnedToken().substring(0, kept);
      assertThatThrownBy(() -> parse(cut))
          .as("%d characters", kept)
          .isInstanceOf(StateException.class)
          .satisfies(e -> assertThat(e.getMessage()).contains("the token").doesNotContain(cut));
    }
  }

  /** Nobody can say from which address a command comes, so this one is the machine's own. */
  @Test
  void aTokenOfAnotherClusterIsNotSentAndTheControllerHearsOfIt() throws Exception {
    var token = parse(foreign.pinnedToken());
    var target =
        new ControllerTarget(
            controller.server().access().controllerAddress(),
            Optional.of(token.token()),
            token.trust());
    var shown = PinnedToken.parse(foreign.pinnedToken()).fingerprint().brief();
    assertThatThrownBy(() -> new ControllerClient(target).nodes())
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("is not the one of this token")
        .hasMessageContaining(shown)
        .hasMessageContaining("nothing was sent to it");
    awaitAudit("127.0.0.1", AuditKind.HANDSHAKE_FAILED, "certificate_unknown");
  }

  /** As with a copy of another controller's controller.json; the JDK's client sends no alert. */
  @Test
  void anotherAuthorityIsNotBelievedAndTheControllerHearsOfIt() throws Exception {
    var authorities = Authorities.parse(foreign.server().access().ca());
    var target =
        new ControllerTarget(
            controller.server().access().controllerAddress(),
            Optional.of(foreign.token()),
            foreign.server().access().trust());
    assertThatThrownBy(() -> new ControllerClient(target).nodes())
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("another authority than the known one");
    var from = "127.0.22.1";
    try (var client =
        HttpClient.newBuilder()
            .localAddress(InetAddress.getByName(from))
            .sslContext(ClientTls.context(authorities, Optional.empty()))
            .build()) {
      assertThatThrownBy(
              () ->
                  client.send(controller.bare("/healthz").GET().build(), BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
    }
    awaitAudit(from, AuditKind.HANDSHAKE_FAILED, "closed before the end of the handshake");
  }

  private static TokenFile parse(String text) throws StateException {
    return TokenFile.parse(text.getBytes(StandardCharsets.UTF_8), "the token");
  }
}
