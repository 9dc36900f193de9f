package io.processdistro.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.security.SecurityLimits;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.testing.RunningController;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no HTTP client would send, sent over bare sockets: refused, without any effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHttpTest {
  private static final int ANSWER_MILLIS_MAX = 10_000;

  /** Of a connection that the other side keeps open for the rest of what we announced. */
  private static final int REST_MILLIS_MAX = 500;

  private static final int NEWCOMERS_MAX = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String JOB = "{\"task_type\":\"squares\",\"params\":{\"count\":1}}";

  private RunningController controller;

  @BeforeAll
  void start(@TempDir Path temporary) {
    var limits =
        ControllerConfig.Limits.DEFAULTS.withSecurity(
            SecurityLimits.DEFAULTS
                .withFailedLoginsPerMinute(10_000)
                .withNewcomers(NEWCOMERS_MAX, PATIENCE));
    controller = RunningController.start(RunningController.configIn(temporary).withLimits(limits));
  }

  @AfterAll
  void stop() {
    for (var job : controller.get("/v1/jobs").json().path("jobs")) {
      assertThat(job.path("state").asText()).isEqualTo("cancelled");
    }
    assertThat(controller.get("/readyz").status()).isEqualTo(200);
    controller.close();
  }

  /** Everything that comes back before the other side closes, or falls silent. */
  private String exchange(String request) throws IOException {
    try (var socket = controller.openSocket()) {
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      var answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        int first = socket.getInputStream().read();
        if (first < 0) return "";
        answer.write(first);
        socket.setSoTimeout(REST_MILLIS_MAX);
        socket.getInputStream().transferTo(answer);
      } catch (SocketException | SocketTimeoutException cutOff) {
        // Closed while we still wrote, or kept open for a body that we announced: the answer
        // counts.
      }
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private String head(String method, String target, String... headers) {
    var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    head.append("Authorization: Bearer ").append(controller.token()).append("\r\n");
    head.append("Connection: close\r\n");
    for (var header : headers) head.append(header).append("\r\n");
    return head.append("\r\n").toString();
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.");
    return Integer.parseInt(answer.substring(9, 12));
  }

  @ParameterizedTest(name = "{1} {0}")
  @CsvSource({
    "localhost,200",
    "LOCALHOST:99,200",
    "localhost.,200",
    "127.0.0.1:30000,200",
    "192.0.2.7,200",
    "[::1]:30000,200",
    "evil.example,421",
    "localhost.evil.example,421",
    "127.0.0.1.evil.example,421",
    "evil.example:30000,421",
    "'',421",
    "a b,400",
    "localhost/evil,400",
    "user@localhost,400"
  })
  void answersToItsOwnNamesOnly(String host, int status) throws IOException {
    assertThat(status(exchange(head("GET", "/healthz", "Host: " + host)))).isEqualTo(status);
    assertThat(status(exchange(head("GET", "/v1/jobs", "Host: " + host)))).isEqualTo(status);
  }

  @Test
  void oneHostHeaderIsNeeded() throws IOException {
    assertThat(status(exchange(head("GET", "/v1/jobs")))).isEqualTo(400);
    assertThat(status(exchange(head("GET", "/v1/jobs", "Host: localhost", "Host: evil.example"))))
        .isEqualTo(400);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: https://localhost.evil.example",
        "Origin: https://localhost:1",
        "Origin: http://localhost",
        "Origin: file://",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void pagesOfOtherSitesDoNothing(String header) throws IOException {
    for (var type : new String[] {"text/plain", "application/json"}) {
      var post =
          head(
              "POST",
              "/v1/jobs",
              "Host: localhost",
              header,
              "Content-Type: " + type,
              "Content-Length: " + JOB.length());
      assertThat(status(exchange(post + JOB))).isEqualTo(403);
    }
    assertThat(status(exchange(upgrade(header)))).isEqualTo(403);
  }

  @Test
  void aPageOfItsOwnIsAnswered() throws IOException {
    var own = "Origin: https://localhost:30000";
    assertThat(status(exchange(head("GET", "/v1/jobs", "Host: localhost:30000", own))))
        .isEqualTo(200);
  }

  private String upgrade(String... headers) {
    var all =
        new ArrayList<>(
            List.of(
                "Host: localhost",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
    all.addAll(List.of(headers));
    return head("GET", "/v1/nodes/connect", all.toArray(String[]::new))
        .replace("Connection: close", "Connection: Upgrade, close");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/v1/jobs/..%2fnodes",
        "/v1/jobs/%2e%2e/nodes",
        "/v1/jobs/../nodes",
        "/v1/./jobs",
        "//v1/jobs",
        "/v1//jobs",
        "/v1\\jobs",
        "/v1/jobs/%00",
        "/v1/jobs/%0d%0aX:y",
        "/v1/jobs/%zz",
        "/v1/jobs/%",
        "/v1/blobs/bar%2F..%2Findex.html",
        "/v1/blobs/bar%252f..%252ftoken",
        "/v1/jobs/a;b",
        "/v1/jobs/<script>",
        "v1/jobs",
        "*",
        "http://evil.example/v1/jobs"
      })
  void pathsWithTricksAreRefused(String target) throws IOException {
    var status = status(exchange(head("GET", target, "Host: localhost")));
    assertThat(status).isBetween(400, 404);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/.git/config", "/token", "/../token", "/controller.json", "/index.html"})
  void filesAreNotServed(String target) throws IOException {
    assertThat(status(exchange(head("GET", target, "Host: localhost")))).isIn(400, 404);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"TRACE", "CONNECT", "PATCH", "BREW", "get"})
  void methodsThatNobodyNeedsAreRefused(String method) throws IOException {
    assertThat(status(exchange(head(method, "/v1/jobs", "Host: localhost")))).isIn(400, 404, 405);
  }

  @Test
  void noHeaderOverridesTheMethod() throws IOException {
    var id = controller.submitSquares(1);
    for (var header :
        new String[] {"X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"}) {
      exchange(head("GET", "/v1/jobs/" + id, "Host: localhost", header + ": DELETE"));
      exchange(head("POST", "/v1/jobs/" + id, "Host: localhost", header + ": DELETE"));
    }
    assertThat(controller.get("/v1/jobs/" + id).json().path("state").asText()).isEqualTo("queued");
    controller.delete("/v1/jobs/" + id);
    await().until(() -> controller.get("/v1/jobs?state=queued").json().path("jobs").isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"gzip", "br", "zstd", "deflate", "identity, gzip", "x-unknown"})
  void packedBodiesAreRefused(String encoding) throws IOException {
    var post =
        head(
            "POST",
            "/v1/jobs",
            "Host: localhost",
            "Content-Encoding: " + encoding,
            "Content-Length: 4");
    assertThat(status(exchange(post + "\u001f\u008b\u0008\u0000"))).isEqualTo(415);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two lengths        | Content-Length: 1~Content-Length: 2          | {}
          negative length    | Content-Length: -1                           | {}
          signed length      | Content-Length: +2                           | {}
          length no number   | Content-Length: 0x10                         | {}
          huge length        | Content-Length: 99999999999999999999         | {}
          10 GB announced    | Content-Length: 10737418240                  | {}
          negative chunk     | Transfer-Encoding: chunked                   | -1~{}~0~~
          chunk no number    | Transfer-Encoding: chunked                   | zz~{}~0~~
          huge chunk         | Transfer-Encoding: chunked                   | ffffffffffffffff~{}~0~~
          unknown encoding   | Transfer-Encoding: gzip                      | {}
          other expectation  | Expect: 200-ok~Content-Length: 2             | {}
          space before colon | Content-Length : 2                           | {}
          folded header      | X: a~ b~Content-Length: 2                    | {}
          no header name     | : x~Content-Length: 2                        | {}""")
  void bodiesOfDoubtfulLengthAreRefused(String name, String headers, String body)
      throws IOException {
    var lines = ("Host: localhost~" + headers).split("~");
    var answer = exchange(head("POST", "/v1/jobs", lines) + body.replace("~", "\r\n"));
    assertThat(answer).doesNotContain("HTTP/1.1 2").doesNotContain("HTTP/1.1 5");
  }

  @Test
  void nothingIsSmuggledBehindAChunkedBody() throws IOException {
    var first =
        head(
                "POST",
                "/v1/jobs",
                "Host: localhost",
                "Content-Length: 4",
                "Transfer-Encoding: chunked")
            .replace("Connection: close\r\n", "");
    var answer = exchange(first + "0\r\n\r\n" + head("GET", "/nothing", "Host: localhost"));
    assertThat(answer).doesNotContain("HTTP/1.1 2").doesNotContain("HTTP/1.1 5");
  }

  @Test
  void headsThatAreTooLongAreRefused() throws IOException {
    var line = exchange(head("GET", "/v1/jobs?cursor=" + "1".repeat(4_096), "Host: localhost"));
    assertThat(status(line)).isEqualTo(414);
    var header = exchange(head("GET", "/v1/jobs", "Host: localhost", "X: " + "x".repeat(8_192)));
    assertThat(status(header)).isEqualTo(431);
    var many = new String[10_000];
    for (int i = 0; i < many.length; i++) many[i] = "X-" + i + ": 1";
    assertThat(status(exchange(head("GET", "/v1/jobs", many)))).isEqualTo(431);
    var ranges = "Range: bytes=" + "0-0,".repeat(2_500) + "0-0";
    assertThat(status(exchange(head("GET", "/v1/jobs", "Host: localhost", ranges)))).isEqualTo(431);
  }

  @Test
  void thereIsNoHttp2() throws IOException {
    var upgraded =
        head("GET", "/healthz", "Host: localhost", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQA")
            .replace("Connection: close", "Connection: Upgrade, HTTP2-Settings, close");
    assertThat(exchange(upgraded)).doesNotContain("101").doesNotContain("HTTP/1.1 5");
    assertThat(exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).doesNotContain("HTTP/1.1 2");
  }

  @Test
  void everyAnswerIsProtected() throws IOException {
    var requests =
        List.of(
            head("GET", "/healthz", "Host: localhost"),
            head("GET", "/v1/jobs", "Host: localhost"),
            head("GET", "/v1/nothing", "Host: localhost"),
            head("TRACE", "/v1/jobs", "Host: localhost"),
            head("GET", "/v1/jobs", "Host: evil.example"),
            head("GET", "/metrics", "Host: localhost"),
            head("GET", "/v1/jobs", "Host: localhost").replace("Bearer", "Basic"));
    for (var request : requests) {
      assertThat(exchange(request).toLowerCase(Locale.ROOT))
          .as(request)
          .contains("x-content-type-options: nosniff")
          .contains("content-security-policy: default-src 'none'")
          .contains("x-frame-options: deny")
          .contains("referrer-policy: no-referrer")
          .contains("cache-control: no-store")
          .doesNotContain("access-control-allow")
          .doesNotContain("set-cookie")
          .doesNotContain("server:")
          .doesNotContain("unsafe-inline");
    }
  }

  @Test
  void whatWasAskedIsNotShownAsPage() throws IOException {
    var answer =
        exchange(
            head("GET", "/v1/jobs?state=%3Cscript%3Ealert(1)%3C/script%3E", "Host: localhost"));
    assertThat(answer).contains("application/problem+json").doesNotContain("<script>");
  }

  @Test
  void whoConnectsAndSaysNothingDrivesOutHisOwnAndIsCut() throws IOException {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 3 * NEWCOMERS_MAX; i++) {
        var socket = controller.openSocket();
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        socket
            .getOutputStream()
            .write("GET /healthz HTTP/1.1\r\nX-".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
        assertThat(controller.get("/v1/jobs").status()).isEqualTo(200);
      }
      for (var socket : slow) assertThat(isCut(socket)).isTrue();
    } finally {
      for (var socket : slow) socket.close();
    }
    assertThat(status(exchange(head("GET", "/healthz", "Host: localhost")))).isEqualTo(200);
  }

  @Test
  void aSlowHeadAfterARequestIsCutToo() throws IOException {
    try (var socket = controller.openSocket()) {
      socket.setSoTimeout(ANSWER_MILLIS_MAX);
      var out = socket.getOutputStream();
      out.write(
          "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      var answer = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketException cutOff) {
        // What was answered before counts.
      }
      assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
    }
  }

  private static boolean isCut(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    } catch (IOException stillOpen) {
      return false;
    }
  }
}
