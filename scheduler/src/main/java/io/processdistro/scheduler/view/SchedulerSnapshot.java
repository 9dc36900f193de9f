package io.processdistro.scheduler.view;

import java.util.List;

/**
 * The scheduler's state at one moment: immutable, safe to hand to any thread. Its cost grows with
 * jobs and nodes, not with tasks.
 *
 * @param jobs unfinished ones in order of submission, then the last finished ones
 * @param nodes in order of their first hello
 */
public record SchedulerSnapshot(
    long nowNanos, long epoch, List<JobView> jobs, List<NodeView> nodes, Totals totals) {
  public SchedulerSnapshot {
    jobs = List.copyOf(jobs);
    nodes = List.copyOf(nodes);
  }
}
