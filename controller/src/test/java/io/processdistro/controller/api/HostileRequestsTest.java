package io.processdistro.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.RunningController;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be refused, with a problem that says where and why, and nothing started. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
  private RunningController controller;

  @BeforeAll
  void start(@TempDir Path temporary) {
    var limits =
        ControllerConfig.Limits.DEFAULTS.withSecurity(
            SecurityLimits.DEFAULTS.withFailedLoginsPerMinute(10_000));
    controller = RunningController.start(RunningController.configIn(temporary).withLimits(limits));
  }

  @AfterAll
  void stop() {
    controller.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      textBlock =
          """
          GET,    /v1/jobs
          POST,   /v1/jobs
          GET,    /v1/jobs/abc
          DELETE, /v1/jobs/abc
          GET,    /v1/jobs/abc/result
          GET,    /v1/jobs/abc/tasks
          GET,    /v1/jobs/abc/events
          GET,    /v1/jobs/abc/explain
          GET,    /v1/nodes
          GET,    /v1/nodes/abc
          POST,   /v1/nodes/abc/drain
          GET,    /v1/nodes/connect
          GET,    /v1/blobs/039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81
          PUT,    /v1/blobs/039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81
          GET,    /v1/task-types
          GET,    /v1/events
          GET,    /v1/openapi.yaml
          GET,    /readyz
          GET,    /metrics
          GET,    /nothing""")
  void nothingAnswersWithoutTheRightToken(String method, String path) {
    for (var header : new String[] {"", "Bearer", "Bearer wrong", "Basic " + controller.token()}) {
      var request = controller.bare(path).method(method, BodyPublishers.noBody());
      if (!header.isEmpty()) request.header("Authorization", header);
      var answer = new RunningController.Answer(controller.send(request.build()));
      assertThat(answer.status()).as(header).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(answer.json().path("code").asText()).isEqualTo("UNAUTHENTICATED");
    }
  }

  @Test
  void healthAnswersEverybody() {
    var answer = controller.send(controller.bare("/healthz").GET().build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new RunningController.Answer(answer).json().path("status").asText()).isEqualTo("ok");
  }

  @ParameterizedTest(name = "{2}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400 |                   | ``
          400 |                   | null
          400 |                   | []
          400 |                   | "squares"
          400 |                   | {
          400 |                   | {"task_type":"squares"} {}
          400 |                   | {"task_type":"squares","task_type":"squares"}
          400 | task_type         | {}
          400 | task_type         | {"task_type":null}
          400 | task_type         | {"task_type":7}
          400 | task_type         | {"task_type":["squares"]}
          422 | task_type         | {"task_type":"square"}
          422 | task_type         | {"task_type":"<script>alert(1)</script>"}
          400 | colour            | {"task_type":"squares","colour":"red"}
          422 | params            | {"task_type":"squares","params":[]}
          422 | params            | {"task_type":"squares","params":"count"}
          422 | params.count      | {"task_type":"squares","params":{"count":0}}
          422 | params.count      | {"task_type":"squares"}
          400 | inputs            | {"task_type":"squares","inputs":[]}
          400 | inputs            | {"task_type":"squares","inputs":{"../a":{"sha256":"00"}}}
          400 | inputs.a.sha256   | {"task_type":"squares","inputs":{"a":{}}}
          400 | inputs.a.sha256   | {"task_type":"squares","inputs":{"a":null}}
          400 | inputs.a.sha256   | {"task_type":"squares","inputs":{"a":{"sha256":"xyz"}}}
          400 | inputs.a.path     | {"task_type":"squares","inputs":{"a":{"path":"/etc/passwd"}}}
          422 | inputs.a          | {"task_type":"squares","params":{"count":1},"inputs":{"a":{"sha256":"039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb82"}}}
          400 | priority          | {"task_type":"squares","params":{"count":1},"priority":"urgent"}
          400 | priority          | {"task_type":"squares","params":{"count":1},"priority":"HIGH"}
          400 | priority          | {"task_type":"squares","params":{"count":1},"priority":""}
          400 | priority          | {"task_type":"squares","params":{"count":1},"priority":1}
          400 | timeout           | {"task_type":"squares","params":{"count":1},"timeout":"5s"}
          400 | retries           | {"task_type":"squares","params":{"count":1},"retries":3}
          400 | weight            | {"task_type":"squares","params":{"count":1},"weight":0}
          400 | weight            | {"task_type":"squares","params":{"count":1},"weight":1001}
          400 | weight            | {"task_type":"squares","params":{"count":1},"weight":1.5}
          400 | weight            | {"task_type":"squares","params":{"count":1},"weight":"2"}
          400 | weight            | {"task_type":"squares","params":{"count":1},"weight":99999999999}
          400 | slots_max         | {"task_type":"squares","params":{"count":1},"slots_max":0}
          400 | slots_max         | {"task_type":"squares","params":{"count":1},"slots_max":-1}
          400 | slots_max         | {"task_type":"squares","params":{"count":1},"slots_max":1000001}
          400 | slots_max         | {"task_type":"squares","params":{"count":1},"slots_max":"all"}
          400 | attempts_max      | {"task_type":"squares","params":{"count":1},"attempts_max":0}
          400 | attempts_max      | {"task_type":"squares","params":{"count":1},"attempts_max":-4}
          400 | attempts_max      | {"task_type":"squares","params":{"count":1},"attempts_max":101}
          400 | attempts_max      | {"task_type":"squares","params":{"count":1},"attempts_max":2147483648}
          400 | hedging           | {"task_type":"squares","params":{"count":1},"hedging":"yes"}
          400 | submitter         | {"task_type":"squares","params":{"count":1},"submitter":"a b"}
          400 | submitter         | {"task_type":"squares","params":{"count":1},"submitter":""}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"tomorrow"}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":""}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":0}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"2030-01-31"}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"2030-02-30T00:00:00Z"}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"1970-01-01T00:00:00Z"}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"2020-01-01T00:00:00Z"}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"2400-01-01T00:00:00Z"}
          400 | deadline          | {"task_type":"squares","params":{"count":1},"deadline":"+999999999-12-31T00:00:00Z"}""")
  void aBadSubmissionIsRefusedNamingTheField(int status, String field, String body) {
    var answer = controller.post("/v1/jobs", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    var problem = answer.json();
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.path("field").asText(null)).isEqualTo(field);
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(controller.get("/v1/jobs?state=queued").json().path("jobs")).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          priority     | "urgent" | low, normal or high
          priority     | 7        | low, normal or high
          weight       | 0        | 1 to 1000
          weight       | 1.5      | 1 to 1000
          weight       | "heavy"  | 1 to 1000
          slots_max    | -1       | 1 to 1000000
          slots_max    | []       | 1 to 1000000
          attempts_max | 0        | 1 to 100
          attempts_max | 1e30     | 1 to 100
          hedging      | 2        | true or false
          deadline     | true     | in the future
          deadline     | "1999-12-31T23:59:59Z" | in the future, at most 3650 days ahead
          deadline     | "9999-12-31T23:59:59Z" | in the future, at most 3650 days ahead""")
  void aRefusalSaysWhatIsAllowed(String field, String value, String allowed) {
    var body = "{\"task_type\":\"squares\",\"params\":{\"count\":1},\"%s\":%s}";
    var answer = controller.post("/v1/jobs", body.formatted(field, value));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("field").asText()).isEqualTo(field);
    assertThat(answer.json().path("detail").asText()).contains(field, allowed);
  }

  @Test
  void anUnknownTaskTypeGetsTheNearestOne() {
    var problem = controller.post("/v1/jobs", "{\"task_type\":\"sqares\"}").json();
    assertThat(problem.path("code").asText()).isEqualTo("UNKNOWN_TASK_TYPE");
    assertThat(problem.path("hint").asText()).contains("squares");
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    var padding = " ".repeat(ApiLimits.JSON_BYTES_MAX);
    var answer = controller.post("/v1/jobs", padding + "{\"task_type\":\"squares\"}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("code").asText()).isEqualTo("TOO_LARGE");
  }

  @Test
  void deepJsonIsRefused() {
    var deep = "[".repeat(10_000) + "]".repeat(10_000);
    var answer =
        controller.post("/v1/jobs", "{\"task_type\":\"squares\",\"params\":{\"x\":" + deep + "}}");
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/v1/jobs?limit=0",
        "/v1/jobs?limit=501",
        "/v1/jobs?limit=-1",
        "/v1/jobs?limit=1e3",
        "/v1/jobs?limit=1&limit=2",
        "/v1/jobs?cursor=abc",
        "/v1/jobs?state=done",
        "/v1/nodes?limit=1000000000",
        "/v1/jobs/ABC",
        "/v1/jobs/a.b",
        "/v1/jobs/..%2fnodes",
        "/v1/jobs/aaaaaaaaaaaaaaaaa"
      })
  void nonsenseInAnAddressIsRefused(String path) {
    var answer = controller.get(path);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("field").asText()).isNotBlank();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"wait=61s", "wait=10", "wait=-1s", "wait=1h", "seen=1", "wait=1s&seen=x"})
  void nonsenseInALongPollIsRefused(String query) {
    var id = controller.submitSquares(1);
    assertThat(controller.get("/v1/jobs/" + id + "?" + query).status()).isEqualTo(400);
    controller.delete("/v1/jobs/" + id);
  }

  @Test
  void anOddIdempotencyKeyIsRefused() {
    var request =
        controller
            .request("/v1/jobs")
            .header("Idempotency-Key", "x".repeat(129))
            .POST(BodyPublishers.ofString("{\"task_type\":\"squares\"}"))
            .build();
    assertThat(controller.send(request).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "GET, /v1/nothing, 404",
    "GET, /v1/nodes/nobody, 404",
    "POST, /v1/nodes/nobody/drain, 404",
    "POST, /v1/nodes/nobody/explode, 404",
    "PATCH, /v1/jobs, 405",
    "DELETE, /v1/nodes, 405",
    "GET, /v1/nodes/connect, 426"
  })
  void whatIsNotThereSaysSo(String method, String path, int status) {
    var request = controller.request(path).method(method, BodyPublishers.noBody()).build();
    var answer = new RunningController.Answer(controller.send(request));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("detail").asText()).isNotBlank();
  }

  @Test
  void aLongAddressIsRefused() {
    assertThat(controller.get("/v1/jobs?cursor=" + "1".repeat(5_000)).status()).isEqualTo(414);
  }

  @Test
  void aForeignWebPageCannotConnectAsANode() {
    var client = controller.newClient();
    var attempt =
        client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + controller.token())
            .header("Origin", "http://evil.example")
            .buildAsync(
                URI.create("wss://127.0.0.1:" + controller.port() + "/v1/nodes/connect"),
                new WebSocket.Listener() {});
    assertThat(attempt).failsWithin(Duration.ofSeconds(10));
    client.shutdownNow();
  }
}
