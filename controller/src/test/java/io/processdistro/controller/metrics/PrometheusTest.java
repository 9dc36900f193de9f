package io.processdistro.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the shipped configuration reads a real controller over TLS. */
class PrometheusTest {
  private static final Path CONFIG = Path.of("..", "config", "prometheus");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private RunningController controller;
  private Process prometheus;
  private int port;

  @BeforeEach
  void start() throws Exception {
    PrometheusPrograms.require("prometheus");
    controller = RunningController.start(directory.resolve("controller"));
    startPrometheus(controller.newToken("viewer", "prometheus"));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (prometheus != null) {
      prometheus.destroyForcibly();
      prometheus.waitFor(10, TimeUnit.SECONDS);
    }
    if (controller != null) controller.close();
    http.close();
  }

  private void startPrometheus(String token) throws Exception {
    var tokenFile = Files.writeString(directory.resolve("token"), token + "\n");
    var authority =
        Files.writeString(directory.resolve("ca.pem"), controller.server().access().ca());
    var scrape =
        Files.readString(CONFIG.resolve("scrape.yml"))
            .replace("/etc/prometheus/processdistro-token", tokenFile.toString())
            .replace("/etc/prometheus/processdistro-ca.pem", authority.toString())
            .replace("controller.example:30000", "127.0.0.1:" + controller.port())
            .replace("scrape_interval: 5s", "scrape_interval: 2s");
    var rules = CONFIG.resolve("alerts.yml").toAbsolutePath().normalize();
    var file =
        Files.writeString(
            directory.resolve("prometheus.yml"), "rule_files: [\"" + rules + "\"]\n" + scrape);
    PrometheusPrograms.check(List.of("check", "config", file.toString()), "");
    port = freePort();
    prometheus =
        new ProcessBuilder(
                PrometheusPrograms.require("prometheus"),
                "--config.file=" + file,
                "--storage.tsdb.path=" + directory.resolve("series"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aQueryTellsOfTheWorkThatWasDone() throws Exception {
    try (var _ = FakeNode.connect(controller, "one", 2, FakeNode.SQUARES)) {
      controller.awaitJob(controller.submitSquares(100));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(value("processdistro_grains_accepted_total")).isEqualTo("100"));
      assertThat(value("up{job=\"processdistro\"}")).isEqualTo("1");
      assertThat(
              value(
                  "processdistro_task_run_seconds_count"
                      + " == on() processdistro_tasks_total{outcome=\"accepted\"}"))
          .isNotEmpty();
    }
  }

  /** The one value that a query gives; empty if there is none (yet). */
  private String value(String query) throws IOException, InterruptedException {
    var uri =
        "http://127.0.0.1:%d/api/v1/query?query=%s"
            .formatted(port, URLEncoder.encode(query, StandardCharsets.UTF_8));
    try {
      var request = HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(5)).build();
      var results = resultsOf(http.send(request, BodyHandlers.ofString()).body());
      return results.size() == 1 ? results.get(0).path("value").path(1).asText() : "";
    } catch (IOException notReady) {
      assertThat(prometheus.isAlive()).as(() -> "Prometheus is gone: " + log()).isTrue();
      return "";
    }
  }

  private static JsonNode resultsOf(String answer) throws IOException {
    return JsonMapper.builder().build().readTree(answer).path("data").path("result");
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("prometheus.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
