package io.processdistro.controller.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.api.view.OverviewJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the screen shows of an overview. */
class ScreenTest {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "state",
          "slots",
          "running",
          "queued",
          "cpu_share",
          "memory_free_bytes",
          "memory_bytes",
          "compiling",
          "tasks_per_second",
          "of_a_newer_version");

  private static List<Object> node(String name, double cpu, long free, double tasks, int queued) {
    return Arrays.asList(
        name, "ready", 4, 2, queued, cpu, free, 1L << 33, true, tasks, List.of("x"));
  }

  private static OverviewJson overview(List<List<Object>> nodes, int jobs) {
    var list = new ArrayList<OverviewJson.JobRow>();
    for (int i = 0; i < jobs; i++) {
      list.add(
          new OverviewJson.JobRow(
              "job" + i,
              "mandelbrot",
              "running",
              "me",
              "normal",
              false,
              0.425,
              4,
              10,
              "2026-01-01T00:00:00Z",
              null,
              new OverviewJson.Eta(3.4, 7.8),
              "no\u001b[2J node"));
    }
    return new OverviewJson(
        "2026-01-01T00:00:00.123Z",
        false,
        false,
        new OverviewJson.Controller("here", "0.1.0", 1, "", "127.0.0.1:30000", "healthy", null, 1),
        new OverviewJson.Throughput(12.34, 100),
        new OverviewJson.Nodes(nodes.size(), 2, 8, 4, 3, COLUMNS, nodes, 0),
        List.of(),
        new OverviewJson.Jobs(0, jobs, 0, 0, 0, list, 0));
  }

  private static final List<List<Object>> TWO =
      List.of(node("beta", 0.9, 1L << 30, 5, 0), node("alpha", 0.1, 1L << 32, 9, 7));

  private static String text(Screen screen, OverviewJson overview, String notice) {
    return screen.lines(overview, Optional.ofNullable(notice)).stream()
        .map(Screen.Line::text)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void showsNodesAndJobsIn80Columns() {
    var text = text(new Screen(80, 24, NodeOrder.NAME), overview(TWO, 1), null);

    assertThat(text)
        .contains("nodes 2 of 2 ready, 4 of 8 slots busy")
        .contains("[#########.]   90%", "1.0 GiB", "2/4", "5.0")
        .contains("job0", "running", "[####......]  42%", "3-8 s")
        .doesNotContain("\u001b");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest(name = "{0}: {1} first")
  @CsvSource({"n, alpha", "c, beta", "m, beta", "t, alpha", "u, alpha"})
  void nodesAreSortedByAKey(char key, String first) {
    var lines =
        new Screen(80, 24, NodeOrder.of(key).orElseThrow())
            .lines(overview(TWO, 1), Optional.empty());

    assertThat(lines.get(4).text()).startsWith(first);
  }

  @Test
  void otherKeysSortNothing() {
    assertThat(NodeOrder.of('x')).isEmpty();
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"80, 24", "40, 8", "1, 1", "200, 60"})
  void fitsEveryTerminal(int columns, int rows) {
    var many = new ArrayList<List<Object>>();
    for (int i = 0; i < 500; i++) many.add(node("node-with-a-long-name-" + i, 2, -1, 0, 0));

    var lines =
        new Screen(columns, rows, NodeOrder.CPU).lines(overview(many, 50), Optional.empty());

    assertThat(lines).allMatch(line -> line.text().length() <= Math.max(columns, 1));
    assertThat(lines.size()).isLessThanOrEqualTo(Math.max(rows, 10) + 1);
  }

  @Test
  void aLostConnectionShows() {
    assertThat(text(new Screen(80, 24, NodeOrder.NAME), overview(TWO, 0), "connection lost"))
        .contains("connection lost");
  }
}
