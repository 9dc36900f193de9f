package io.processdistro.scheduler;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.scheduler.view.HistoryEntry.Kind;
import java.util.List;

/**
 * What a report leads to. A report of a lease that nobody waits for is an ordinary case: late,
 * doubled and forged ones all end in the same lookup.
 */
final class Settlement {
  private final Cluster cluster;
  private final Leases leases;
  private final RetryRules retries;
  private final JobBook jobs;

  Settlement(Cluster cluster, Leases leases, RetryRules retries, JobBook jobs) {
    this.cluster = cluster;
    this.leases = leases;
    this.retries = retries;
    this.jobs = jobs;
  }

  void reported(Event.TaskReported event) {
    var attempt = cluster.attempts.get(event.lease());
    if (attempt == null) {
      cluster.counters.unknownReports++;
      discard(event, DiscardReason.STALE);
      return;
    }
    if (!attempt.node.id.equals(event.node())
        || attempt.lease.incarnation() != event.incarnation()) {
      cluster.counters.unknownReports++;
      discard(event, DiscardReason.INVALID);
      return;
    }
    attempt.node.progressNanos = cluster.fairNanos();
    switch (attempt.state) {
      case WAITING, RUNNING, REVOKED -> settle(attempt, event);
      case STOPPING -> settleStopped(attempt, event);
      case LOST -> {
        leases.reportedLate(attempt);
        attempt.task.job.history.lease(
            cluster.nowNanos(), Kind.REFUSED, attempt.lease, "reported after it was given up");
        discard(event, DiscardReason.STALE);
      }
      case ACCEPTED, DUPLICATE, INVALID, FAILED, CANCELLED, STALE ->
          throw new IllegalStateException("an ended lease is still known: " + attempt);
    }
  }

  private void settle(Attempt attempt, Event.TaskReported event) {
    long slotNanos = attempt.slotNanos(event.result().slotNanos(), cluster.clock);
    switch (event.result()) {
      case TaskResult.Succeeded succeeded -> accept(attempt, succeeded.output(), slotNanos);
      case TaskResult.Failed failed -> {
        leases.end(attempt, AttemptCause.FAILED, slotNanos);
        discard(event, DiscardReason.FAILED);
        retries.failed(attempt, failed.code(), failed.message());
      }
      case TaskResult.Invalid invalid -> {
        leases.end(attempt, AttemptCause.REFUSED, slotNanos);
        discard(event, DiscardReason.INVALID);
        retries.invalid(attempt, invalid.message());
      }
      case TaskResult.Cancelled cancelled -> {
        leases.end(attempt, AttemptCause.STOPPED, slotNanos);
        discard(event, DiscardReason.CANCELLED);
        retries.givenBack(attempt, true);
      }
    }
  }

  private void accept(Attempt attempt, ContentHash output, long slotNanos) {
    var task = attempt.task;
    var job = task.job;
    leases.end(attempt, AttemptCause.SUCCEEDED, slotNanos);
    cluster.move(task, TaskCause.ACCEPTED);
    task.output = output;
    job.accepted.add(task.range);
    job.tasksDone++;
    job.workers.add(attempt.node.id, task.range.length(), slotNanos);
    cluster.counters.grainsAccepted += task.range.length();
    for (var other : List.copyOf(task.open)) leases.stop(other);
    cluster.speeds.learn(attempt.node, job, task.range, slotNanos);
    retries.nodeSucceeded(attempt.node);
    job.history.lease(cluster.nowNanos(), Kind.ACCEPTED, attempt.lease, "");
    cluster.emit(new Command.Accept(attempt.lease));
    if (job.complete()) jobs.complete(job);
    else cluster.queue.refresh(job);
  }

  private void settleStopped(Attempt attempt, Event.TaskReported event) {
    boolean beaten =
        attempt.task.state == TaskState.DONE && event.result() instanceof TaskResult.Succeeded;
    leases.end(
        attempt, beaten ? AttemptCause.BEATEN : AttemptCause.STOPPED, 0); // paid for when stopped
    if (beaten && event.result() instanceof TaskResult.Succeeded succeeded) {
      leases.compare(attempt, succeeded.output());
    }
    discard(event, beaten ? DiscardReason.DUPLICATE : DiscardReason.CANCELLED);
  }

  void returned(Node node, List<LeaseKey> keys) {
    node.progressNanos = cluster.fairNanos();
    for (var key : keys) {
      var attempt = cluster.attempts.get(key);
      if (attempt == null || attempt.node != node || !attempt.state.open()) continue;
      leases.end(attempt, AttemptCause.RETURNED, 0);
      if (!attempt.task.job.state.ended()) retries.givenBack(attempt, false);
    }
  }

  private void discard(Event.TaskReported event, DiscardReason reason) {
    cluster.emit(new Command.Discard(event.node(), event.lease(), reason));
  }
}
