package io.processdistro.controller.api.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.controller.security.Role;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every request of the description, sent by everybody there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationTest {
  private static final String ACTION = "{action}";
  private static final Set<Endpoint> TAKES_A_BODY =
      EnumSet.of(
          Endpoint.JOIN, Endpoint.ASK_ADMISSION, Endpoint.POLL_ADMISSION, Endpoint.OPEN_SESSION);

  /** A build of the controller alone has none of its files. */
  private static final Set<Endpoint> OF_THE_DASHBOARD =
      EnumSet.of(Endpoint.DASHBOARD, Endpoint.DASHBOARD_ASSET);

  /** What a request gets that shows a certain token. */
  private record Identity(String token, Optional<Role> role) {}

  private final Map<String, Identity> identities = new LinkedHashMap<>();
  private RunningController controller;

  @BeforeAll
  void start(@TempDir Path temporary) {
    var limits =
        ControllerConfig.Limits.DEFAULTS.withSecurity(
            SecurityLimits.DEFAULTS.withFailedLoginsPerMinute(10_000));
    controller = RunningController.start(RunningController.configIn(temporary).withLimits(limits));
    identities.put("none", new Identity(null, Optional.empty()));
    identities.put("operator", new Identity(controller.token(), Optional.of(Role.ADMIN)));
    for (var role : new Role[] {Role.VIEWER, Role.SUBMITTER, Role.ADMIN}) {
      add(role.text(), role.text(), Optional.of(role));
    }
    add("other submitter", "submitter", Optional.of(Role.SUBMITTER));
    add("token for joining", "node", Optional.empty());
    for (var role : new String[] {"viewer", "submitter", "admin"}) {
      add("revoked " + role, role, Optional.empty());
      controller.delete("/v1/tokens/" + newestToken());
      identities.put("expired " + role, new Identity(expired(role), Optional.empty()));
    }
  }

  @AfterAll
  void stop() {
    controller.close();
  }

  private void add(String name, String role, Optional<Role> worth) {
    var token = controller.newToken(role, name.replace(' ', '-'));
    identities.put(name, new Identity(token, worth));
  }

  private String newestToken() {
    return controller.get("/v1/tokens").json().at("/tokens/0/id").asText();
  }

  private String expired(String role) {
    var body = "{\"role\":\"%s\",\"name\":\"late\",\"ttl_seconds\":1}".formatted(role);
    var secret = controller.post("/v1/tokens", body).json().path("secret").asText();
    await()
        .until(
            () ->
                controller
                    .get("/v1/tokens")
                    .json()
                    .at("/tokens/0/state")
                    .asText()
                    .equals("expired"));
    return secret;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Endpoint.class)
  void answersThoseOnlyWhomItAllows(Endpoint endpoint) {
    for (var each : identities.entrySet()) {
      int status = send(endpoint, each.getValue().token());
      var who = endpoint + " by " + each.getKey();
      var role = each.getValue().role();
      if (TAKES_A_BODY.contains(endpoint)) assertThat(status).as(who).isEqualTo(400);
      else if (OF_THE_DASHBOARD.contains(endpoint)) assertThat(status).as(who).isIn(200, 404);
      else if (endpoint.isPublic()) assertThat(status).as(who).isEqualTo(200);
      else if (role.isEmpty()) assertThat(status).as(who).isEqualTo(401);
      else if (endpoint.allows(role.get())) assertThat(status).as(who).isNotIn(401, 403, 500);
      else assertThat(status).as(who).isEqualTo(403);
    }
  }

  private int send(Endpoint endpoint, String token) {
    var path = endpoint.path().replaceAll(":[a-z0-9]+", "aaaa");
    var request = controller.bare(path).method(endpoint.method().name(), BodyPublishers.noBody());
    if (token != null) request.header("Authorization", "Bearer " + token);
    return controller.statusOf(request.build());
  }

  /** A certificate shows who sends a request as a token does, and a revoked one nobody. */
  @Test
  void aNodesCertificateIsANodeUntilItIsRevoked() throws Exception {
    var access = controller.server().access();
    var authorities = Authorities.parse(access.ca());
    var keys = NodeKeys.create(new SecureRandom());
    var node = NodeKeys.idOf(keys.getPublic());
    var given =
        new CertificateDesk(access.controllerAddress(), authorities)
            .enrol(CertificateRequest.write(keys), access.token());
    var own = new KeyedCertificate(keys.getPrivate(), List.of(given.certificate()));
    try (var client =
        HttpClient.newBuilder()
            .sslContext(ClientTls.context(authorities, Optional.of(own)))
            .build()) {
      for (var endpoint : Endpoint.values()) {
        int status = statusOf(client, endpoint);
        // No lease of it names a blob, so that it may read none.
        if (endpoint.allows(Role.NODE)) assertThat(status).as("%s", endpoint).isNotIn(401, 500);
        else assertThat(status).as("%s", endpoint).isEqualTo(403);
      }
      var socket =
          client
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("wss://" + access.controllerAddress() + "/v1/nodes/connect"),
                  new WebSocket.Listener() {})
              .join();
      var hello = FakeNode.hello(node, "certified", 1, 1, List.of());
      socket.sendBinary(ByteBuffer.wrap(new CborCodec<>(NodeMessage.class).encode(hello)), true);
      var path = "/v1/nodes/" + node;
      await().until(() -> controller.get(path).status() == 200);
      assertThat(controller.post(path + "/revoke", "").status()).isEqualTo(200);
      for (var endpoint : Endpoint.values()) {
        if (endpoint.isPublic()) continue;
        assertThat(statusOf(client, endpoint)).as("%s, revoked", endpoint).isEqualTo(401);
      }
      client.shutdownNow();
    }
  }

  private int statusOf(HttpClient client, Endpoint endpoint) throws Exception {
    var path = endpoint.path().replaceAll(":[a-z0-9]+", "aaaa");
    var request = controller.bare(path).method(endpoint.method().name(), BodyPublishers.noBody());
    var answer = client.send(request.build(), BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  @Test
  void whatIsInNoRowIsAnsweredToNobody() {
    for (var each : identities.entrySet()) {
      var request = controller.bare("/v1/nothing").GET();
      var token = each.getValue().token();
      if (token != null) request.header("Authorization", "Bearer " + token);
      assertThat(controller.statusOf(request.build()))
          .as(each.getKey())
          .isEqualTo(each.getValue().role().isPresent() ? 404 : 401);
    }
  }

  @Test
  void theTableHoldsWhatIsDescribedAndNothingElse() throws IOException {
    var described = new TreeSet<String>();
    try (var stream =
        AuthorizationTest.class.getResourceAsStream("/io/processdistro/openapi.yaml")) {
      var description = new YAMLMapper().readTree(stream);
      for (var path : description.path("paths").properties()) {
        for (var operation : path.getValue().properties()) {
          if (operation.getKey().equals("parameters")) continue;
          actions(path.getKey())
              .map(one -> operation.getKey().toUpperCase(Locale.ROOT) + " " + one)
              .forEach(described::add);
        }
      }
    }
    var rows =
        Arrays.stream(Endpoint.values())
            .map(row -> row.method() + " " + row.path().replaceAll(":([a-z0-9]+)", "{$1}"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows).isEqualTo(described);
  }

  private static Stream<String> actions(String path) {
    if (!path.contains(ACTION)) return Stream.of(path);
    return Stream.of("drain", "pause", "resume", "revoke", "approve", "deny")
        .map(action -> path.replace(ACTION, action));
  }

  @Test
  void theTableIsDocumentedAsItIs() throws IOException {
    var page = Files.readString(Path.of("../documentation/security.md"));
    var table =
        Arrays.stream(Endpoint.values()).map(AuthorizationTest::line).collect(Collectors.joining());
    assertThat(page)
        .contains(
            "| request | node | viewer | submitter | admin |\n|---|---|---|---|---|\n"
                + table
                + "\n");
  }

  private static String line(Endpoint endpoint) {
    return "| `"
        + endpoint.method()
        + " "
        + endpoint.path().replaceAll(":([a-z0-9]+)", "{$1}")
        + "` | "
        + Arrays.stream(Role.values())
            .map(role -> endpoint.isPublic() ? "anybody" : endpoint.allows(role) ? "yes" : "")
            .collect(Collectors.joining(" | "))
        + " |\n";
  }
}
