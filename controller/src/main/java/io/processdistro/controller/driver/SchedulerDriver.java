package io.processdistro.controller.driver;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.scheduler.Command;
import io.processdistro.scheduler.DiscardReason;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.Scheduler;
import io.processdistro.scheduler.TaskResult;
import io.processdistro.scheduler.view.Explanation;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only one who touches the scheduler: hands it every event and executes what it commands.
 * Belongs to the event loop.
 *
 * <p>A fault inside the scheduler or in the execution of a command leaves a state that nobody
 * knows. Then the driver halts: it takes no further event, and tells its owner once.
 */
public final class SchedulerDriver {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerDriver.class);

  private final Scheduler scheduler;
  private final LongSupplier nanos;
  private final NodeCommands nodes;
  private final JobCommands jobs;
  private final SchedulerWatch watch;
  private final Predicate<LeaseKey> open;
  private final Consumer<Throwable> fault;
  private boolean halted;
  private long eventsHandled;
  private long changes;

  /**
   * @param nanos a clock that only moves forward
   * @param inbox is served by this driver from now on
   * @param watch hears of everything; a fault of it halts the driver like one of its own
   * @param fault told once when the driver halts
   */
  public SchedulerDriver(
      Scheduler scheduler,
      LongSupplier nanos,
      EventInbox inbox,
      NodeCommands nodes,
      JobCommands jobs,
      SchedulerWatch watch,
      Consumer<Throwable> fault) {
    this.scheduler = scheduler;
    this.nanos = nanos;
    this.nodes = nodes;
    this.jobs = jobs;
    this.watch = watch;
    this.open = key -> scheduler.find(key).isPresent();
    this.fault = fault;
    inbox.serve(this::serve);
  }

  public boolean isHalted() {
    return halted;
  }

  /** How many events were handled: equal numbers mean that nothing has changed. */
  public long eventsHandled() {
    return eventsHandled;
  }

  /** Grows with every event but those that only say that time passes and nodes live. */
  long changes() {
    return changes;
  }

  /** The state as it is now. Its cost grows with jobs and nodes. */
  public SchedulerSnapshot snapshot() {
    return scheduler.snapshot(nanos.getAsLong());
  }

  /** What {@link Scheduler#takeReassignNanos} gives. */
  public List<Long> takeReassignNanos() {
    return scheduler.takeReassignNanos();
  }

  /** Why a job, or a range of it, is where it is; empty for a job the scheduler does not know. */
  public Optional<Explanation> explain(JobId job, Optional<GrainRange> range) {
    return scheduler.explain(job, range);
  }

  private void serve(EventInbox.Entry entry) {
    if (halted) return;
    try {
      switch (entry) {
        case EventInbox.Entry.Plain(Event event) -> handle(event, null);
        case EventInbox.Entry.Reports reports -> {
          while (reports.reports().hasNext()) report(reports, reports.reports().next());
        }
      }
    } catch (RuntimeException | Error e) {
      halted = true;
      LOG.error("driver=halted", e);
      fault.accept(e);
    }
  }

  private void report(EventInbox.Entry.Reports from, TaskReport report) {
    var event =
        new Event.TaskReported(from.node(), from.incarnation(), report.lease(), inspect(report));
    if (report.outcome() instanceof Outcome.Failed failure) tell(from.node(), report, failure);
    handle(event, report);
  }

  /** Before the scheduler hears of it: afterwards nobody knows the lease any more. */
  private void tell(NodeId node, TaskReport report, Outcome.Failed failure) {
    scheduler
        .find(report.lease())
        .filter(lease -> lease.node().equals(node))
        .ifPresent(
            lease -> {
              var job = jobs.running(lease.job());
              if (job != null) job.failed(lease, failure);
            });
  }

  /**
   * @param report the report behind the event; null if it is none
   */
  private void handle(Event event, TaskReport report) {
    eventsHandled++;
    long nowNanos = nanos.getAsLong();
    var commands = scheduler.handle(nowNanos, event);
    watch.handled(nowNanos, event, commands, open);
    if (!commands.isEmpty() || !isRoutine(event)) changes++;
    for (var command : commands) execute(command, report);
  }

  /** What happens all the time in a cluster at rest, and then changes nothing but ages. */
  private static boolean isRoutine(Event event) {
    return event instanceof Event.Ticked
        || event instanceof Event.HeartbeatReceived
        || event instanceof Event.RoundTripMeasured;
  }

  private void execute(Command command, TaskReport report) {
    switch (command) {
      case Command.Assign(Lease lease) -> assign(lease);
      case Command.Accept(Lease lease) -> accept(lease, report);
      case Command.Discard discard -> {
        if (discard.reason() == DiscardReason.FAILED) nodes.countFailed(discard.node());
        nodes.acknowledge(discard.node(), discard.lease());
      }
      case Command.Revoke revoke -> nodes.revoke(revoke.node(), revoke.lease());
      case Command.Cancel cancel -> nodes.cancel(cancel.node(), cancel.lease());
      case Command.FinishJob(JobId id, JobOutcome outcome) -> {
        var job = jobs.running(id);
        if (job != null) job.finish(outcome, viewOf(id));
      }
      case Command.CloseNode close ->
          nodes.close(close.node(), close.incarnation(), close.reason());
      case Command.SetHeartbeat set ->
          nodes.setHeartbeat(set.node(), set.intervalMillis(), set.leaseMillis());
    }
  }

  private JobView viewOf(JobId id) {
    return scheduler.job(id).orElseThrow();
  }

  /** A planner that cannot give an input it promised spoils its job, not the cluster. */
  private void assign(Lease lease) {
    var job = jobs.running(lease.job());
    if (job == null) return;
    try {
      nodes.assign(lease, job.terms(lease.range()), job.inputOf(lease.range()));
    } catch (RuntimeException e) {
      LOG.error("driver=input-failed job={} range={}", lease.job(), lease.range(), e);
      job.abandon("the input of grains " + lease.range() + " cannot be made: " + e.getMessage());
    }
  }

  private void accept(Lease lease, TaskReport report) {
    if (report == null
        || !report.lease().equals(lease.key())
        || !(report.outcome() instanceof Outcome.Succeeded(Output output))) {
      throw new IllegalStateException("lease " + lease.key() + " is accepted without an output");
    }
    nodes.countAccepted(lease.node(), report);
    var job = jobs.running(lease.job());
    if (job != null) {
      job.accept(lease, output, report);
    } else {
      nodes.acknowledge(lease.node(), lease.key());
    }
  }

  private TaskResult inspect(TaskReport report) {
    long slotNanos = Math.max(0, report.times().slotNanos());
    return switch (report.outcome()) {
      case Outcome.Succeeded(Output output) -> {
        var complaint = complaintAbout(report, output);
        yield complaint.isPresent()
            ? new TaskResult.Invalid(complaint.get(), slotNanos)
            : new TaskResult.Succeeded(
                hashOf(output), slotNanos, Math.max(0, report.times().kernelNanos()));
      }
      case Outcome.Failed failed ->
          new TaskResult.Failed(failed.code(), failed.message(), slotNanos);
      case Outcome.Cancelled() -> new TaskResult.Cancelled(slotNanos);
    };
  }

  /** Empty for a lease that nobody knows: what the scheduler drops needs no judgement. */
  private Optional<String> complaintAbout(TaskReport report, Output output) {
    var lease = scheduler.find(report.lease());
    if (lease.isEmpty()) return Optional.empty();
    var job = jobs.running(lease.get().job());
    return job == null ? Optional.empty() : job.complaintAbout(lease.get().range(), output);
  }

  private static ContentHash hashOf(Output output) {
    return switch (output) {
      case Output.Inline(byte[] bytes) -> ContentHash.of(bytes);
      case Output.Blob blob -> blob.hash();
    };
  }
}
