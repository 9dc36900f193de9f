package io.processdistro.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What config/ ships for Prometheus and Grafana, against the programs and a real scrape. */
class MonitoringFilesTest {
  private static final Path CONFIG = Path.of("..", "config");
  private static final Path ALERTS = CONFIG.resolve("prometheus/alerts.yml");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:processdistro|jvm|process|system)_\\w+");

  /** Texts in quotes may name the job, labels in parentheses anything. */
  private static final Pattern NO_METRIC = Pattern.compile("\"[^\"]*\"|\\b(?:by|on) ?\\([^)]*\\)");

  @TempDir private Path directory;

  @Test
  void rulesAreWellFormedAndHeardWhenTheyShouldBe() throws Exception {
    PrometheusPrograms.check(List.of("check", "rules", ALERTS.toString()), "");
    PrometheusPrograms.check(
        List.of("test", "rules", CONFIG.resolve("prometheus/alerts.test.yml").toString()), "");
  }

  @Test
  void promtoolTakesTheScrapeAsItIs() throws Exception {
    try (var controller = RunningController.start(directory)) {
      var ours = new StringBuilder();
      controller
          .get("/metrics")
          .text()
          .lines()
          .filter(line -> line.contains("processdistro_"))
          // Micrometer's gauges beside histograms have the histogram's name; promtool dislikes it.
          .filter(line -> !line.contains("_seconds_max"))
          .forEach(line -> ours.append(line).append('\n'));
      PrometheusPrograms.check(List.of("check", "metrics"), ours.toString());
    }
  }

  @Test
  void rulesAndDashboardAskForMetricsThatExist() throws IOException {
    var expressions = new TreeSet<String>();
    collect(new YAMLMapper().readTree(ALERTS.toFile()), expressions);
    collect(
        new YAMLMapper().readTree(CONFIG.resolve("grafana/processdistro.json").toFile()),
        expressions);
    assertThat(expressions).hasSizeGreaterThan(40);
    var exposed = exposed();
    var unknown = new TreeSet<String>();
    for (var expression : expressions) {
      var names = METRIC.matcher(NO_METRIC.matcher(expression).replaceAll(""));
      while (names.find()) if (!exposed.contains(names.group())) unknown.add(names.group());
    }
    assertThat(unknown).isEmpty();
  }

  private static void collect(JsonNode node, Set<String> expressions) {
    if (node.path("expr").isTextual()) expressions.add(node.path("expr").asText());
    node.forEach(child -> collect(child, expressions));
  }

  private Set<String> exposed() {
    try (var controller = RunningController.start(directory);
        var _ = FakeNode.connect(controller, "one", 1, FakeNode.SQUARES)) {
      controller.awaitJob(controller.submitSquares(4));
      return Exposition.of(controller).queryableNames();
    }
  }

  @Test
  void thePageOfConfigNamesEveryFileThere() throws IOException {
    var page = Files.readString(CONFIG.resolve("README.md"));
    try (var files = Files.walk(CONFIG)) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("README.md")))
          .allSatisfy(file -> assertThat(page).contains(CONFIG.relativize(file).toString()));
    }
  }

  @Test
  void everyYamlFileThereIsWellFormed() throws IOException {
    try (var files = Files.walk(CONFIG)) {
      for (var file : files.filter(each -> each.toString().matches(".*\\.ya?ml")).toList()) {
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
          assertThat(documents.readAll()).as(file.toString()).isNotEmpty();
        }
      }
    }
  }
}
