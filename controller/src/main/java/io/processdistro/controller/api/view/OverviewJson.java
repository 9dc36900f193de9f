package io.processdistro.controller.api.view;

import java.util.List;

/**
 * The whole cluster in one answer of bounded length; fields as in openapi.yaml, times RFC 3339.
 *
 * @param insecure it speaks plain HTTP
 * @param openToAll and that on addresses that other machines reach
 */
public record OverviewJson(
    String at,
    boolean insecure,
    boolean openToAll,
    Controller controller,
    Throughput throughput,
    Nodes nodes,
    List<Pending> pending,
    Jobs jobs) {

  /**
   * @param nodeAddress what edge nodes dial, host:port
   * @param store {@code healthy}, {@code full}, {@code read-only}, {@code failing} or {@code
   *     broken}
   * @param storeReason null while it is healthy
   */
  public record Controller(
      String name,
      String version,
      long epoch,
      String startedAt,
      String nodeAddress,
      String store,
      String storeReason,
      double loopLagP99Ms) {}

  /** Over the last seconds. */
  public record Throughput(double tasksPerSecond, double grainsPerSecond) {}

  /**
   * @param rows a value for each of {@code columns}; by name
   * @param omitted nodes that found no room
   */
  public record Nodes(
      int total,
      int ready,
      int slots,
      int running,
      int queued,
      List<String> columns,
      List<List<Object>> rows,
      int omitted) {}

  /**
   * A node that waits to be let in.
   *
   * @param code what its own screen shows too, unless somebody is in between
   */
  public record Pending(String id, String name, String address, String code, String since) {}

  /**
   * @param list unfinished ones first, the newest of each first
   * @param omitted jobs that found no room
   */
  public record Jobs(
      int queued,
      int running,
      int completed,
      int failed,
      int cancelled,
      List<JobRow> list,
      int omitted) {}

  /**
   * @param estimate a sample, of which a few tiles are computed to tell how long all would take
   * @param eta null while it is not known
   */
  public record JobRow(
      String id,
      String taskType,
      String state,
      String submitter,
      String priority,
      boolean estimate,
      double fraction,
      long grainsDone,
      long grainsTotal,
      String submittedAt,
      String finishedAt,
      Eta eta,
      String waitingReason) {}

  /** When a job will be done, from now on. */
  public record Eta(double lowSeconds, double highSeconds) {}
}
