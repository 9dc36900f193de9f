package io.processdistro.node.agent;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.wire.NodeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class NodeMetricTest {
  private static final Path PAGE = Path.of("..", "documentation", "lending.md");

  @RegisterExtension final NodeHarness node = new NodeHarness();

  @Test
  void itsMetricsAreReadOnLoopback() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "echo hello"), grant(2, "trap")));
    node.reports(2);
    int port = node.running().showMetrics(0).toCompletableFuture().get();
    var url = "http://127.0.0.1:" + port;

    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(get(url + "/metrics"), BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
      assertThat(answer.body())
          .contains("\nprocessdistro_node_connected 1.0\n")
          .contains("\nprocessdistro_node_slots 2.0\n")
          .contains("\nprocessdistro_node_tasks_total{outcome=\"succeeded\"} 1.0\n")
          .contains("\nprocessdistro_node_tasks_total{outcome=\"failed\"} 1.0\n");
      for (var metric : NodeMetric.values()) {
        assertThat(answer.body())
            .contains("# HELP " + metric.text() + " " + metric.help() + "\n")
            .contains("# TYPE " + metric.text() + " " + metric.kind() + "\n");
        assertThat(metric.text().endsWith("_total")).isEqualTo(metric.kind().equals("counter"));
      }
      assertThat(client.send(get(url + "/"), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
      var post =
          HttpRequest.newBuilder(URI.create(url + "/metrics"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }
    assertThatThrownBy(() -> node.running().showMetrics(port).toCompletableFuture().get())
        .hasMessageContaining("in use");
  }

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  @Test
  void thePageListsTheMetricsAsTheyAre() throws IOException {
    var documented =
        Pattern.compile(
                "^\\| `(processdistro_[a-z_]+)` \\| ([a-z]+) \\| (.+) \\|$", Pattern.MULTILINE)
            .matcher(Files.readString(PAGE))
            .results()
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();

    assertThat(documented)
        .isEqualTo(
            Arrays.stream(NodeMetric.values())
                .map(each -> each.text() + " " + each.kind() + " " + each.help())
                .toList());
  }
}
