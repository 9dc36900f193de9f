package io.processdistro.controller.api.view;

import java.util.List;

/** What the events of {@code /v1/live} carry beside {@link OverviewJson}; as in openapi.yaml. */
public final class LiveJson {
  private LiveJson() {}

  /**
   * One job.
   *
   * @param eta null while it is not known
   * @param tiles null before its first lease, and if it is not remembered
   * @param steals from, to, and how often: the most frequent pairs of node ids
   */
  public record Job(
      JobJson job, OverviewJson.Eta eta, Tiles tiles, Slots slots, List<List<Object>> steals) {}

  /**
   * The line of grains as a row of characters.
   *
   * @param columns cells per row of the picture; null for a line without shape
   * @param map one character per cell
   */
  public record Tiles(int cells, long grainsPerCell, Integer columns, String map) {}

  /**
   * What ran where and when.
   *
   * @param nowMs this moment, in milliseconds since the job was submitted
   * @param spans row, from, to (null while it runs), kind, first grain, end of the grains, lease
   */
  public record Slots(long nowMs, List<SlotRow> rows, List<List<Object>> spans) {}

  /**
   * @param slot from 0
   */
  public record SlotRow(String node, String name, int slot) {}

  /** One node with what it has. */
  public record Node(NodeJson node, List<Lease> leases) {}

  /**
   * @param state {@code waiting} or {@code running}, as far as it can be told
   */
  public record Lease(String jobId, long from, long to, String state, long ageMs) {}
}
