package io.processdistro.node.agent;

import java.util.List;

/**
 * What a node is doing, as its owner is shown it by {@code edge-node status}. Fields that may be
 * null say so.
 *
 * @param controller its address
 * @param connected whether that controller has taken it in on the present connection
 * @param takesWork whether it begins more work; {@code reasons} says why not
 * @param waiting leases it holds that have not started
 */
public record NodeStatus(
    String name,
    String id,
    long processId,
    String controller,
    boolean connected,
    boolean takesWork,
    List<String> reasons,
    List<Task> running,
    int waiting,
    Limits limits,
    Usage usage,
    Totals today,
    Totals sinceStart) {
  public NodeStatus {
    reasons = List.copyOf(reasons);
    running = List.copyOf(running);
  }

  /**
   * A task in a slot.
   *
   * @param submitter null if the controller does not say
   * @param from its first grain
   * @param to the first grain behind it
   */
  public record Task(
      String job,
      String submitter,
      String taskType,
      String phase,
      long from,
      long to,
      double runningSeconds) {}

  /**
   * What the owner allows.
   *
   * @param cpuCores processors that runners may use; null if all
   * @param hours in which it works; null if always
   * @param idleAfterSeconds it works when the machine was unused for so long; null if always
   * @param lowPriority runners give way to the machine's other programs
   */
  public record Limits(
      int slots,
      Double cpuCores,
      long memoryBytes,
      String hours,
      Long idleAfterSeconds,
      boolean lowPriority) {}

  /**
   * At this moment.
   *
   * @param cpuCores processors that agent and runners used in the last second or two
   * @param memoryBytes of all runner processes
   * @param runners how many of them there are
   * @param spooledBytes of results that the controller has not acknowledged
   * @param coresOfOthers processors that other programs use; null if nobody has to know
   */
  public record Usage(
      double cpuCores,
      long memoryBytes,
      int runners,
      long cacheBytes,
      long spooledBytes,
      Double coresOfOthers) {}

  /**
   * Since midnight or since the node's start, whatever was later; or since its start.
   *
   * @param since RFC 3339
   */
  public record Totals(
      String since,
      long succeeded,
      long failed,
      long cancelled,
      double slotSeconds,
      double cpuSeconds) {}
}
