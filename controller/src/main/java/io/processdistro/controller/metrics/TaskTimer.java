package io.processdistro.controller.metrics;

import io.micrometer.core.instrument.Timer;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.CloseReason;
import io.processdistro.scheduler.Lease;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stands between those who command nodes and the gateway, and measures where the time of accepted
 * tasks goes. It remembers the {@value #LEASES_MAX} leases that were issued last; a task that is
 * older, or was issued by a former controller, has no time of transfer. Belongs to the event loop.
 */
final class TaskTimer implements NodeCommands {
  private static final int LEASES_MAX = 100_000;

  private final NodeCommands nodes;
  private final LongSupplier nanos;
  private final Timer queueTime;
  private final Timer transferTime;
  private final Timer runTime;
  private final Timer acceptTime;

  /** When leases were issued. */
  private final Map<LeaseKey, Long> issued = new NewestLeases();

  /** When the reports came that are accepted but not acknowledged. */
  private final Map<LeaseKey, Long> accepted = new NewestLeases();

  TaskTimer(NodeCommands nodes, LongSupplier nanos, Meters meters) {
    this.nodes = nodes;
    this.nanos = nanos;
    this.queueTime = meters.histogram(MetricName.TASK_QUEUE_TIME, Meters.TASK_BUCKETS);
    this.transferTime = meters.histogram(MetricName.TASK_TRANSFER_TIME, Meters.TASK_BUCKETS);
    this.runTime = meters.histogram(MetricName.TASK_RUN_TIME, Meters.TASK_BUCKETS);
    this.acceptTime = meters.histogram(MetricName.TASK_ACCEPT_TIME, Meters.TASK_BUCKETS);
  }

  private static final class NewestLeases extends LinkedHashMap<LeaseKey, Long> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<LeaseKey, Long> eldest) {
      return size() > LEASES_MAX;
    }
  }

  @Override
  public void assign(Lease lease, TaskTerms terms, TaskInput input) {
    issued.put(lease.key(), nanos.getAsLong());
    nodes.assign(lease, terms, input);
  }

  @Override
  public void countAccepted(NodeId node, TaskReport report) {
    long nowNanos = nanos.getAsLong();
    long waitNanos = Math.max(0, report.times().waitNanos());
    long slotNanos = Math.max(0, report.times().slotNanos());
    record(queueTime, waitNanos);
    record(runTime, slotNanos);
    var issuedNanos = issued.remove(report.lease());
    if (issuedNanos != null) {
      record(transferTime, Math.max(0, nowNanos - issuedNanos - waitNanos - slotNanos));
    }
    accepted.put(report.lease(), nowNanos);
    nodes.countAccepted(node, report);
  }

  @Override
  public void acknowledge(NodeId node, LeaseKey lease) {
    issued.remove(lease);
    var acceptedNanos = accepted.remove(lease);
    if (acceptedNanos != null) record(acceptTime, nanos.getAsLong() - acceptedNanos);
    nodes.acknowledge(node, lease);
  }

  private static void record(Timer timer, long nanos) {
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void revoke(NodeId node, LeaseKey lease) {
    nodes.revoke(node, lease);
  }

  @Override
  public void cancel(NodeId node, LeaseKey lease) {
    nodes.cancel(node, lease);
  }

  @Override
  public void close(NodeId node, long incarnation, CloseReason reason) {
    nodes.close(node, incarnation, reason);
  }

  @Override
  public void setHeartbeat(NodeId node, long intervalMillis, long leaseMillis) {
    nodes.setHeartbeat(node, intervalMillis, leaseMillis);
  }

  @Override
  public void countFailed(NodeId node) {
    nodes.countFailed(node);
  }
}
