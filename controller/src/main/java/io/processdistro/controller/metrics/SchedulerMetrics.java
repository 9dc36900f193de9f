package io.processdistro.controller.metrics;

import io.micrometer.core.instrument.Timer;
import io.processdistro.scheduler.view.AttemptCounts;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.NodeState;
import io.processdistro.scheduler.view.NodeView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.processdistro.scheduler.view.Totals;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What the scheduler knows; read from its snapshot, so that counting costs nothing per task. */
final class SchedulerMetrics {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Supplier<SchedulerSnapshot> snapshots;
  private final Meters meters;
  private final Timer reassignLatency;

  SchedulerMetrics(Supplier<SchedulerSnapshot> snapshots, Meters meters) {
    this.snapshots = snapshots;
    this.meters = meters;
    this.reassignLatency = meters.histogram(MetricName.REASSIGN_LATENCY, Meters.REASSIGN_BUCKETS);
    bindJobs();
    bindTasks();
    bindNodes();
  }

  void reassigned(List<Long> nanos) {
    for (long each : nanos) reassignLatency.record(each, TimeUnit.NANOSECONDS);
  }

  private void bindJobs() {
    for (var state : JobState.values()) {
      if (!state.ended()) {
        meters.gauge(MetricName.JOBS, () -> countJobs(state), Meters.label(state));
      }
    }
    meters.gauge(MetricName.GRAINS_WAITING, this::grainsWaiting);
    counter(MetricName.JOBS_SUBMITTED, Totals::jobsSubmitted);
    counter(MetricName.JOBS_FINISHED, Totals::jobsCompleted, "completed");
    counter(MetricName.JOBS_FINISHED, Totals::jobsFailed, "failed");
    counter(MetricName.JOBS_FINISHED, Totals::jobsCancelled, "cancelled");
  }

  private void bindTasks() {
    outcome("accepted", AttemptCounts::accepted);
    outcome("duplicate", AttemptCounts::duplicate);
    outcome("stale", AttemptCounts::stale);
    outcome("invalid", AttemptCounts::invalid);
    outcome("failed", AttemptCounts::failed);
    outcome("cancelled", AttemptCounts::cancelled);
    outcome("lost", AttemptCounts::lost);
    counter(MetricName.TASKS_ISSUED, totals -> totals.attempts().issued());
    meters.gauge(MetricName.TASKS_OPEN, () -> totals().attempts().open());
    counter(MetricName.GRAINS_ACCEPTED, Totals::grainsAccepted);
    counter(MetricName.STEALS, Totals::steals);
    counter(MetricName.HEDGES, Totals::hedges);
    counter(MetricName.RETRIES, Totals::retries);
    counter(MetricName.REPORTS_UNKNOWN, Totals::unknownReports);
    counter(MetricName.OUTPUT_MISMATCHES, Totals::mismatches);
  }

  private void bindNodes() {
    for (var state : NodeState.values()) {
      meters.gauge(MetricName.NODES, () -> countNodes(state), Meters.label(state));
    }
    meters.gauge(MetricName.SLOTS, () -> sumReady(NodeView::slots));
    meters.gauge(MetricName.SLOTS_RUNNING, () -> sumReady(NodeView::running));
    meters.gauge(MetricName.TASKS_QUEUED, () -> sumReady(NodeView::queued));
    counter(MetricName.NODES_LOST, Totals::nodesLost);
    counter(MetricName.STALLS, totals -> totals.stallNanos() / NANOS_PER_SECOND);
  }

  private void outcome(String outcome, ToLongFunction<AttemptCounts> count) {
    counter(MetricName.TASKS, totals -> count.applyAsLong(totals.attempts()), outcome);
  }

  private void counter(MetricName name, ToDoubleFunction<Totals> count, String... labelValues) {
    meters.counter(name, () -> count.applyAsDouble(totals()), labelValues);
  }

  private Totals totals() {
    return snapshots.get().totals();
  }

  private long countJobs(JobState state) {
    return snapshots.get().jobs().stream().filter(job -> job.state() == state).count();
  }

  private long grainsWaiting() {
    return snapshots.get().jobs().stream()
        .filter(job -> !job.state().ended())
        .map(JobView::grains)
        .mapToLong(JobView.Grains::waiting)
        .sum();
  }

  private long countNodes(NodeState state) {
    return snapshots.get().nodes().stream().filter(node -> node.state() == state).count();
  }

  private long sumReady(ToLongFunction<NodeView> value) {
    return snapshots.get().nodes().stream()
        .filter(node -> node.state() == NodeState.READY)
        .mapToLong(value)
        .sum();
  }
}
