package io.processdistro.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@code -Ddocumentation.write=true} writes the page anew. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "documentation", "metrics.md");

  @Test
  void thePageShowsTheMetricsAsTheyAre() throws IOException {
    var page = page();
    if (Boolean.getBoolean("documentation.write")) Files.writeString(PAGE, page);
    assertThat(PAGE)
        .as(
            "write it with mvn -pl controller -am test -Dtest=MetricsPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocumentation.write=true")
        .hasContent(page);
  }

  private static String page() {
    var page = new StringBuilder();
    page.append(
        """
        # Metrics

        `GET /metrics` on the controller's port answers in Prometheus' text format, to tokens of the roles viewer and admin. Generated from
        `MetricName.java`; a test compares the enum, this page and what a controller really shows.

        How many series there are does not depend on what is computed or by whom: labels take their values from closed lists. Histograms have
        `_bucket`, `_sum`, `_count` and, as a gauge, `_max` of the last minutes. Figures are those of the controller's present process: counters
        begin at 0 when it starts.

        | metric | kind | labels | meaning |
        |---|---|---|---|
        """);
    for (var name : MetricName.values()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  name.text(),
                  name.kind().name().toLowerCase(Locale.ROOT),
                  String.join(", ", name.labels()),
                  name.help()));
    }
    page.append(
        """

        Beside these stand what Micrometer tells of the process: `jvm_memory_*`, `jvm_gc_*`, `jvm_threads_*`, `jvm_buffer_*`, `process_*` and `system_*`.

        ## Setting up
        A token for Prometheus alone: `controller token create --role viewer --name prometheus` on the controller's machine. [`config/`](../config/README.md)
        holds the rest: `prometheus/scrape.yml`, alert rules in `prometheus/alerts.yml` (with tests for `promtool test rules` beside them), and
        a dashboard for Grafana in `grafana/processdistro.json`.
        """);
    return page.toString();
  }
}
