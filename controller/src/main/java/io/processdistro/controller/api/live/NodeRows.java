package io.processdistro.controller.api.live;

import io.processdistro.controller.api.nodes.NodeJsons;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.scheduler.view.NodeState;
import io.processdistro.scheduler.view.NodeView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The nodes of the overview: as many as find room, as rows without names. */
public final class NodeRows {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "name",
          "state",
          "slots",
          "running",
          "queued",
          "cpu_share",
          "memory_free_bytes",
          "memory_bytes",
          "compiling",
          "round_trip_ms",
          "tasks_per_second");

  private final NodeDirectory directory;

  public NodeRows(NodeDirectory directory) {
    this.directory = directory;
  }

  private record Met(KnownNode node, NodeView view) {}

  /**
   * @param charactersMax of all rows together
   */
  OverviewJson.Nodes of(SchedulerSnapshot snapshot, int charactersMax) {
    var met = new ArrayList<Met>();
    int ready = 0;
    int slots = 0;
    int running = 0;
    int queued = 0;
    for (var view : snapshot.nodes()) {
      var node = directory.find(view.node());
      if (node == null) continue;
      met.add(new Met(node, view));
      running += view.running();
      queued += view.queued();
      if (view.state() != NodeState.READY) continue;
      ready++;
      slots += view.slots();
    }
    met.sort(
        Comparator.comparing((Met each) -> each.node().name().text())
            .thenComparing(each -> each.node().id()));
    var rows = rows(met, charactersMax);
    return new OverviewJson.Nodes(
        met.size(), ready, slots, running, queued, COLUMNS, rows, met.size() - rows.size());
  }

  private static List<List<Object>> rows(List<Met> met, int charactersMax) {
    var rows = new ArrayList<List<Object>>();
    int characters = 0;
    for (var each : met) {
      var row = row(each.node(), each.view());
      characters += row.toString().length() + QUOTES;
      if (characters > charactersMax) break;
      rows.add(row);
    }
    return rows;
  }

  /** Around three texts, where a list's own text has none; its spaces make up for the comma. */
  private static final int QUOTES = 6;

  private static List<Object> row(KnownNode node, NodeView view) {
    var load = node.load();
    return Arrays.asList(
        node.id().text(),
        node.name().text(),
        NodeJsons.stateOf(node, Optional.of(view)),
        view.slots(),
        view.running(),
        view.queued(),
        load == null ? null : rounded(load.cpuShare(), 100),
        load == null ? null : load.memoryFreeBytes(),
        node.host().memoryBytes(),
        node.engine().compiling(),
        view.roundTripNanos() == 0 ? null : rounded(view.roundTripNanos() / 1e6, 100),
        rounded(view.tasksPerSecond(), 10));
  }

  private static double rounded(double value, int parts) {
    return Math.round(value * parts) / (double) parts;
  }
}
