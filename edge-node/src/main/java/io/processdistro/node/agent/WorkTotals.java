package io.processdistro.node.agent;

import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.TaskReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/**
 * What was done since this process started, and since midnight if that was later. Belongs to the
 * event loop.
 */
final class WorkTotals {
  private record Counts(long succeeded, long failed, long cancelled, long slotNanos) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    Counts with(TaskReport report) {
      long nanos = slotNanos + report.times().slotNanos();
      return switch (report.outcome()) {
        case Outcome.Succeeded done -> new Counts(succeeded + 1, failed, cancelled, nanos);
        case Outcome.Failed bad -> new Counts(succeeded, failed + 1, cancelled, nanos);
        case Outcome.Cancelled stopped -> new Counts(succeeded, failed, cancelled + 1, nanos);
      };
    }

    Counts less(Counts before) {
      return new Counts(
          succeeded - before.succeeded,
          failed - before.failed,
          cancelled - before.cancelled,
          slotNanos - before.slotNanos);
    }
  }

  private final Instant start;
  private Counts all = Counts.NONE;
  private LocalDate day;
  private Instant since;
  private Counts before = Counts.NONE;
  private long cpuMillisBefore;

  WorkTotals(ZonedDateTime now) {
    start = now.toInstant();
    day = now.toLocalDate();
    since = start;
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
    before = all;
    cpuMillisBefore = cpuMillis;
  }

  void ended(TaskReport report) {
    all = all.with(report);
  }

  NodeStatus.Totals today(long cpuMillis) {
    return show(since, all.less(before), cpuMillis - cpuMillisBefore);
  }

  NodeStatus.Totals sinceStart(long cpuMillis) {
    return show(start, all, cpuMillis);
  }

  private static NodeStatus.Totals show(Instant since, Counts counts, long cpuMillis) {
    return new NodeStatus.Totals(
        since.toString(),
        counts.succeeded(),
        counts.failed(),
        counts.cancelled(),
        counts.slotNanos() / 1e9,
        cpuMillis / 1e3);
  }
}
