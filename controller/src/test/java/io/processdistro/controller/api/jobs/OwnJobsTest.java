package io.processdistro.controller.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.security.audit.AuditTrail;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.RunningController.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To a submitter the jobs of others do not exist; a viewer sees all and touches none. */
class OwnJobsTest {
  private static final String SQUARES = "{\"task_type\":\"squares\",\"params\":{\"count\":10}}";

  @TempDir Path directory;
  private RunningController controller;
  private String ann;
  private String bob;
  private String eve;

  @BeforeEach
  void start() {
    controller = RunningController.start(directory);
    ann = controller.newToken("submitter", "ann");
    bob = controller.newToken("submitter", "bob");
    eve = controller.newToken("viewer", "eve");
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private Answer send(String token, String method, String path, String body, String... headers) {
    var request =
        controller
            .bare(path)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    return new Answer(controller.send(request.build()));
  }

  private Answer get(String token, String path) {
    return send(token, "GET", path, "");
  }

  private String submit(String token) {
    return send(token, "POST", "/v1/jobs", SQUARES).json().path("id").asText();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "GET,''",
    "DELETE,''",
    "GET,/result",
    "GET,/tasks",
    "GET,/events",
    "GET,/explain",
    "GET,'?wait=1s'"
  })
  void othersJobsDoNotExist(String method, String suffix) {
    var id = submit(ann);
    var missing = send(bob, method, "/v1/jobs/" + "a".repeat(16) + suffix, "");
    for (var prefix : new String[] {id, id.substring(0, 3)}) {
      var answer = send(bob, method, "/v1/jobs/" + prefix + suffix, "");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text().replace(prefix, "X"))
          .isEqualTo(missing.text().replace("a".repeat(16), "X"));
    }
    assertThat(get(ann, "/v1/jobs/" + id).json().path("state").asText()).isEqualTo("queued");
  }

  @Test
  void listsHoldOnesOwnJobsOnly() {
    var own = submit(ann);
    submit(bob);
    controller.submitSquares(3);
    var listed = get(ann, "/v1/jobs").json().path("jobs");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("id").asText()).isEqualTo(own);
    assertThat(get(ann, "/v1/jobs?limit=1").json().path("next_cursor").isNull()).isTrue();
    assertThat(get(eve, "/v1/jobs").json().path("jobs")).hasSize(3);
    assertThat(controller.get("/v1/jobs").json().path("jobs")).hasSize(3);
  }

  @Test
  void aJobIsItsSendersAndOnlyAnAdminMayNameAnother() {
    assertThat(get(ann, "/v1/jobs/" + submit(ann)).json().path("submitter").asText())
        .isEqualTo("ann");
    var inAnothersName = SQUARES.replace("}}", "},\"submitter\":\"bob\"}");
    var refused = send(ann, "POST", "/v1/jobs", inAnothersName);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("field").asText()).isEqualTo("submitter");
    var byAdmin = controller.post("/v1/jobs", inAnothersName);
    assertThat(get(bob, "/v1/jobs/" + byAdmin.json().path("id").asText()).status()).isEqualTo(200);
  }

  @Test
  void oneKeyOfTwoSubmittersIsTwoJobs() {
    var first = send(ann, "POST", "/v1/jobs", SQUARES, "Idempotency-Key", "k");
    var other = send(bob, "POST", "/v1/jobs", SQUARES, "Idempotency-Key", "k");
    var again = send(ann, "POST", "/v1/jobs", SQUARES, "Idempotency-Key", "k");
    assertThat(other.status()).isEqualTo(201);
    assertThat(other.json().path("id")).isNotEqualTo(first.json().path("id"));
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
  }

  @Test
  void anAdminMayCancelAndAViewerMayNot() {
    var id = submit(ann);
    assertThat(send(eve, "DELETE", "/v1/jobs/" + id, "").status()).isEqualTo(403);
    assertThat(controller.delete("/v1/jobs/" + id).json().path("state").asText())
        .isEqualTo("cancelled");
  }

  @Test
  void theEventsOfOthersAreNotStreamed() throws IOException {
    var request =
        controller.bare("/v1/events").header("Authorization", "Bearer " + bob).GET().build();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(controller.stream(request), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(": events");
      var hidden = submit(ann);
      var own = submit(bob);
      for (var line = lines.readLine(); !line.contains(own); line = lines.readLine()) {
        assertThat(line).doesNotContain(hidden);
      }
    }
  }

  @Test
  void aRevokedTokenIsOfNoUseAtOnce() {
    assertThat(get(ann, "/v1/jobs").status()).isEqualTo(200);
    var tokens = controller.get("/v1/tokens").json().path("tokens");
    for (var token : tokens) {
      if (token.path("name").asText().equals("ann")) {
        controller.delete("/v1/tokens/" + token.path("id").asText());
      }
    }
    var refused = get(ann, "/v1/jobs");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("detail").asText()).contains("revoked").doesNotContain(ann);
  }

  @Test
  void whoSendsTooMuchWaitsAndOthersDoNot() {
    controller.close();
    var limits =
        ControllerConfig.Limits.DEFAULTS.withSecurity(SecurityLimits.DEFAULTS.withRequests(1, 5));
    controller = RunningController.start(RunningController.configIn(directory).withLimits(limits));
    Answer last = get(ann, "/v1/jobs");
    for (int i = 0; i < 20 && last.status() == 200; i++) last = get(ann, "/v1/jobs");
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isEqualTo("1");
    assertThat(last.json().path("code").asText()).isEqualTo("RATE_LIMITED");
    assertThat(get(bob, "/v1/jobs").status()).isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      assertThat(get(ann, "/v1/blobs/" + "00".repeat(32)).status()).isEqualTo(404);
    }
    await().until(() -> get(ann, "/v1/jobs").status() == 200);
  }

  @Test
  void afterFiveWrongTokensAnAddressIsToldToWaitAndRightOnesPass() {
    for (int i = 0; i < 5; i++) {
      assertThat(get("wrong-wrong-wrong-" + i, "/v1/jobs").status()).isEqualTo(401);
    }
    var refused = get("wrong-wrong-wrong-6", "/v1/jobs");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("60");
    assertThat(get(ann, "/v1/jobs").status()).isEqualTo(200);
  }

  @Test
  void whatWasDoneStandsInTheAuditLog() throws IOException {
    var id = submit(ann);
    send(eve, "DELETE", "/v1/jobs/" + id, "");
    controller.delete("/v1/jobs/" + id);
    get("wrong-wrong-wrong", "/v1/jobs?token=" + ann);
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      await().until(() -> controller.get("/v1/nodes/one").status() == 200);
      controller.post("/v1/nodes/one/pause", "");
    }
    controller.close();
    var trail = new AuditTrail(AuditTrail.directoryIn(directory.resolve("state")));
    assertThat(trail.verify()).isInstanceOf(AuditTrail.Finding.Intact.class);
    var entries = trail.newest(1_000).stream().map(it -> it.json()).toList();
    assertThat(entries)
        .extracting(it -> it.path("kind").asText() + " " + it.path("who").asText())
        .contains(
            "CONTROLLER_STARTED -",
            "TOKEN_CREATED admin:operator",
            "AUTHENTICATED submitter:ann",
            "JOB_SUBMITTED submitter:ann",
            "FORBIDDEN viewer:eve",
            "JOB_CANCELLED admin:operator",
            "AUTHENTICATION_FAILED -",
            "NODE_CONTROLLED admin:operator",
            "CONTROLLER_STOPPED -");
    assertThat(entries.toString())
        .contains(id, "127.0.0.1")
        .doesNotContain(ann, bob, eve, "wrong-wrong-wrong", controller.token());
  }
}
