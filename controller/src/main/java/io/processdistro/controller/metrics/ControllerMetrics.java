package io.processdistro.controller.metrics;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.nodes.FrameCounts;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobStore;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The controller's metrics. Nearly all are read from what is there anyway when somebody scrapes;
 * only times of tasks and of the disk are counted as they happen. Made before the parts that it
 * watches, each of which is named to it once. Belongs to the event loop.
 */
public final class ControllerMetrics implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final StoreMetrics stores;
  private final Timer loopLag;
  private final Timer loopLagOwn;
  private SchedulerMetrics scheduler;

  public ControllerMetrics(BlobStore blobs) {
    stores = new StoreMetrics(blobs, meters);
    loopLag = meters.histogram(MetricName.LOOP_LAG_TIME, Meters.LAG_BUCKETS);
    loopLagOwn = meters.histogram(MetricName.LOOP_LAG_OWN_TIME, Meters.LAG_BUCKETS);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
  }

  /** The nodes' commands from now on, measuring where the time of tasks goes. */
  public NodeCommands timed(NodeCommands nodes, LongSupplier nanos) {
    return new TaskTimer(nodes, nanos, meters);
  }

  public void watchNodes(NodeDirectory directory, FrameCounts frames) {
    new NodeMetrics(directory, frames, meters);
  }

  public void watchJobs(JobStore jobs) {
    StoreMetrics.bind(jobs, meters);
  }

  /**
   * @param snapshots cheap to call
   * @param takeLagNanosMax the worst lateness of the event loop since it was asked last
   */
  public void watchScheduler(Supplier<SchedulerSnapshot> snapshots, LongSupplier takeLagNanosMax) {
    scheduler = new SchedulerMetrics(snapshots, meters);
    meters.gauge(MetricName.LOOP_LAG, () -> takeLagNanosMax.getAsLong() / NANOS_PER_SECOND);
  }

  /**
   * The event loop was late by so much, or not at all.
   *
   * @param ownNanos of these, what is left without the time in which no processor was free
   */
  public void loopLate(long lateNanos, long ownNanos) {
    loopLag.record(lateNanos, TimeUnit.NANOSECONDS);
    loopLagOwn.record(ownNanos, TimeUnit.NANOSECONDS);
  }

  /** Counts how long tasks of crashed nodes waited for another one. */
  public void reassigned(List<Long> nanos) {
    scheduler.reassigned(nanos);
  }

  /** A group of changes is on disk. Any thread. */
  public void committed(int changes, long nanos) {
    stores.committed(changes, nanos);
  }

  /** Everything, in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
