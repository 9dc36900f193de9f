package io.processdistro.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposedMetricsTest {
  /** Names of people and jobs that would break a line, a label or a number of series. */
  private static final String[] HOSTILE_NAMES = {
    "a\\\"} 1\\nprocessdistro_forged 1\\n", "line\\nbreak", "back\\\\slash\\\\", "\\u202eright", "x"
  };

  @TempDir private Path directory;
  private RunningController controller;

  @BeforeEach
  void start() {
    controller = RunningController.start(directory);
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void whatIsExposedIsWhatTheEnumSays() {
    var exposed =
        Exposition.of(controller).families().values().stream()
            .filter(family -> family.name().startsWith("processdistro_"))
            .filter(family -> !isMaximum(family.name()))
            .collect(
                Collectors.toMap(
                    Exposition.Family::name,
                    family -> family.type() + family.labels() + family.help(),
                    (one, other) -> one,
                    TreeMap::new));
    assertThat(exposed).isEqualTo(declared());
  }

  private static Map<String, String> declared() {
    return Arrays.stream(MetricName.values())
        .collect(
            Collectors.toMap(
                MetricName::text,
                name ->
                    name.kind().name().toLowerCase(Locale.ROOT)
                        + new TreeSet<>(name.labels())
                        + name.help(),
                (one, other) -> one,
                TreeMap::new));
  }

  /** A histogram's largest value of late is a gauge of its own. */
  private static boolean isMaximum(String family) {
    return Arrays.stream(MetricName.values())
        .filter(name -> name.kind() == MetricName.Kind.HISTOGRAM)
        .anyMatch(name -> family.equals(name.text() + "_max"));
  }

  @Test
  void timesOfTasksBytesAndCommitsAreCounted() {
    try (var _ = FakeNode.connect(controller, "one", 2, FakeNode.SQUARES)) {
      // What Micrometer holds weakly is gone from here on, unless somebody else holds it.
      System.gc();
      controller.awaitJob(controller.submitSquares(100));
      await()
          .untilAsserted(
              () ->
                  assertThat(controller.get("/metrics").text())
                      .containsPattern("processdistro_task_queue_seconds_count [1-9]")
                      .containsPattern("processdistro_task_transfer_seconds_count [1-9]")
                      .containsPattern(
                          "processdistro_task_run_seconds_bucket\\{le=\"0.0025\"} [1-9]")
                      .containsPattern("processdistro_task_accept_seconds_count [1-9]")
                      .containsPattern("processdistro_store_commit_seconds_count [1-9]")
                      .containsPattern("processdistro_store_changes_total [1-9]")
                      .contains("processdistro_grains_accepted_total 100.0")
                      .contains("processdistro_store_writable 1.0")
                      .contains("processdistro_nodes_engine{engine=\"compiled\"} 1.0")
                      .containsPattern("frames_total\\{direction=\"received\"} [1-9]")
                      .containsPattern("frame_bytes_total\\{direction=\"sent\"} [1-9]"));
    }
  }

  @Test
  void neitherNodesNorJobsNorTheirNamesMakeSeries() {
    var before = ownSeries();
    for (int i = 0; i < 60; i++) {
      var name = HOSTILE_NAMES[i % HOSTILE_NAMES.length] + i;
      var body =
          """
          {"task_type":"squares","params":{"count":1},"name":"%s","submitter":"%s"}"""
              .formatted(name, name);
      controller.post("/v1/jobs", body);
      controller.get("/v1/jobs/%0Aprocessdistro_forged%201?x=" + i);
    }
    for (int i = 0; i < 12; i++) {
      FakeNode.connect(controller, "node-" + i, 1, FakeNode.NOTHING).close();
    }
    assertThat(ownSeries()).isEqualTo(before);
  }

  private Set<String> ownSeries() {
    return Exposition.of(controller).series().stream()
        .filter(series -> series.startsWith("processdistro_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
