package io.processdistro.controller.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.scheduler.view.AttemptCounts;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.NodeState;
import io.processdistro.scheduler.view.NodeView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.processdistro.scheduler.view.Totals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The controller's metrics. All are read from the scheduler's snapshot when somebody scrapes, so
 * that counting costs nothing per task.
 */
public final class ControllerMetrics implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Duration[] REASSIGN_BUCKETS =
      Stream.of(50, 100, 250, 500, 1_000, 2_000, 3_000, 5_000, 7_000, 10_000, 20_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<SchedulerSnapshot> snapshots;
  private final Timer reassignLatency;
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /**
   * @param snapshots cheap to call; any thread
   * @param takeLagNanosMax the worst lateness of the event loop since it was asked last
   */
  public ControllerMetrics(
      Supplier<SchedulerSnapshot> snapshots, BlobStore blobs, LongSupplier takeLagNanosMax) {
    this.snapshots = snapshots;
    this.reassignLatency =
        Timer.builder(MetricName.REASSIGN_LATENCY.text())
            .description(MetricName.REASSIGN_LATENCY.help())
            .serviceLevelObjectives(REASSIGN_BUCKETS)
            .register(registry);
    bindJobs();
    bindTasks();
    bindNodes();
    gauge(MetricName.BLOB_BYTES, Tags.empty(), "bytes", blobs::totalBytes);
    gauge(MetricName.BLOBS, Tags.empty(), null, blobs::count);
    TimeGauge.builder(MetricName.LOOP_LAG.text(), takeLagNanosMax::getAsLong, TimeUnit.NANOSECONDS)
        .description(MetricName.LOOP_LAG.help())
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
  }

  /** Counts how long tasks of crashed nodes waited for another one. */
  public void reassigned(List<Long> nanos) {
    for (long each : nanos) reassignLatency.record(each, TimeUnit.NANOSECONDS);
  }

  /** Everything, in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  private void bindJobs() {
    for (var state : JobState.values()) {
      if (state.ended()) continue;
      gauge(MetricName.JOBS, tag("state", state), null, () -> countJobs(state));
    }
    gauge(MetricName.GRAINS_WAITING, Tags.empty(), null, this::grainsWaiting);
    counter(MetricName.JOBS_SUBMITTED, Tags.empty(), Totals::jobsSubmitted);
    counter(MetricName.JOBS_FINISHED, tag("outcome", "completed"), Totals::jobsCompleted);
    counter(MetricName.JOBS_FINISHED, tag("outcome", "failed"), Totals::jobsFailed);
    counter(MetricName.JOBS_FINISHED, tag("outcome", "cancelled"), Totals::jobsCancelled);
  }

  private void bindTasks() {
    outcome("accepted", AttemptCounts::accepted);
    outcome("duplicate", AttemptCounts::duplicate);
    outcome("stale", AttemptCounts::stale);
    outcome("invalid", AttemptCounts::invalid);
    outcome("failed", AttemptCounts::failed);
    outcome("cancelled", AttemptCounts::cancelled);
    outcome("lost", AttemptCounts::lost);
    counter(MetricName.TASKS_ISSUED, Tags.empty(), totals -> totals.attempts().issued());
    gauge(MetricName.TASKS_OPEN, Tags.empty(), null, () -> totals().attempts().open());
    counter(MetricName.GRAINS_ACCEPTED, Tags.empty(), Totals::grainsAccepted);
    counter(MetricName.STEALS, Tags.empty(), Totals::steals);
    counter(MetricName.HEDGES, Tags.empty(), Totals::hedges);
    counter(MetricName.RETRIES, Tags.empty(), Totals::retries);
    counter(MetricName.REPORTS_UNKNOWN, Tags.empty(), Totals::unknownReports);
    counter(MetricName.OUTPUT_MISMATCHES, Tags.empty(), Totals::mismatches);
  }

  private void bindNodes() {
    for (var state : NodeState.values()) {
      gauge(MetricName.NODES, tag("state", state), null, () -> countNodes(state));
    }
    gauge(MetricName.SLOTS, Tags.empty(), null, () -> sumNodes(NodeView::slots));
    gauge(MetricName.SLOTS_RUNNING, Tags.empty(), null, () -> sumNodes(NodeView::running));
    gauge(MetricName.TASKS_QUEUED, Tags.empty(), null, () -> sumNodes(NodeView::queued));
    counter(MetricName.NODES_LOST, Tags.empty(), Totals::nodesLost);
    FunctionCounter.builder(
            MetricName.STALLS.text(), this, self -> self.totals().stallNanos() / NANOS_PER_SECOND)
        .description(MetricName.STALLS.help())
        .baseUnit("seconds")
        .register(registry);
  }

  private void outcome(String outcome, ToDoubleFunction<AttemptCounts> count) {
    counter(
        MetricName.TASKS,
        tag("outcome", outcome),
        totals -> count.applyAsDouble(totals.attempts()));
  }

  private void counter(MetricName name, Tags tags, ToDoubleFunction<Totals> count) {
    FunctionCounter.builder(name.text(), this, self -> count.applyAsDouble(self.totals()))
        .description(name.help())
        .tags(tags)
        .register(registry);
  }

  private void gauge(MetricName name, Tags tags, String baseUnit, Supplier<Number> value) {
    Gauge.builder(name.text(), value)
        .description(name.help())
        .tags(tags)
        .baseUnit(baseUnit)
        .register(registry);
  }

  private static Tags tag(String key, Enum<?> value) {
    return tag(key, value.name().toLowerCase(Locale.ROOT));
  }

  private static Tags tag(String key, String value) {
    return Tags.of(Tag.of(key, value));
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

  private double sumNodes(ToDoubleFunction<NodeView> value) {
    return snapshots.get().nodes().stream()
        .filter(node -> node.state() == NodeState.READY)
        .mapToDouble(value)
        .sum();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
