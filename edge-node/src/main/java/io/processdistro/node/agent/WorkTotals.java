package io.processdistro.node.agent;

import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.TaskReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/**
 * What was done since midnight, or since this process started if that was later. Belongs to the
 * event loop.
 */
final class WorkTotals {
  private LocalDate day;
  private Instant since;
  private long succeeded;
  private long failed;
  private long cancelled;
  private long slotNanos;
  private long cpuMillisBefore;

  WorkTotals(ZonedDateTime now) {
    day = now.toLocalDate();
    since = now.toInstant();
  }

  /**
   * Begins anew on another day.
   *
   * @param cpuMillis what runners have used since the node's start
   */
  void at(ZonedDateTime now, long cpuMillis) {
    if (now.toLocalDate().equals(day)) return;
    day = now.toLocalDate();
    since = now.toInstant();
    succeeded = 0;
    failed = 0;
    cancelled = 0;
    slotNanos = 0;
    cpuMillisBefore = cpuMillis;
  }

  void ended(TaskReport report) {
    slotNanos += report.times().slotNanos();
    switch (report.outcome()) {
      case Outcome.Succeeded done -> succeeded++;
      case Outcome.Failed bad -> failed++;
      case Outcome.Cancelled stopped -> cancelled++;
    }
  }

  NodeStatus.Totals show(long cpuMillis) {
    return new NodeStatus.Totals(
        since.toString(),
        succeeded,
        failed,
        cancelled,
        slotNanos / 1e9,
        (cpuMillis - cpuMillisBefore) / 1e3);
  }
}
