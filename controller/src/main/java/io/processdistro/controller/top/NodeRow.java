package io.processdistro.controller.top;

import io.processdistro.controller.api.view.OverviewJson;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of an overview; what it does not say is 0 or empty.
 *
 * @param cpuShare of the whole machine, 0 to 1
 */
record NodeRow(
    String name,
    String state,
    int slots,
    int running,
    int queued,
    double cpuShare,
    long memoryFreeBytes,
    long memoryBytes,
    boolean compiling,
    double tasksPerSecond) {
  /** Columns are found by their names, so that a newer controller may have more of them. */
  static List<NodeRow> of(OverviewJson.Nodes nodes) {
    var rows = new ArrayList<NodeRow>();
    for (var row : nodes.rows()) {
      var cells = new Cells(nodes.columns(), row);
      rows.add(
          new NodeRow(
              cells.text("name"),
              cells.text("state"),
              (int) cells.number("slots"),
              (int) cells.number("running"),
              (int) cells.number("queued"),
              cells.number("cpu_share"),
              (long) cells.number("memory_free_bytes"),
              (long) cells.number("memory_bytes"),
              cells.is("compiling"),
              cells.number("tasks_per_second")));
    }
    return rows;
  }

  private record Cells(List<String> columns, List<Object> row) {
    Object cell(String name) {
      int at = columns.indexOf(name);
      return at < 0 || at >= row.size() ? null : row.get(at);
    }

    String text(String name) {
      var cell = cell(name);
      return cell == null ? "" : cell.toString();
    }

    double number(String name) {
      return cell(name) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean is(String name) {
      return Boolean.TRUE.equals(cell(name));
    }
  }
}
