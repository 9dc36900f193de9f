package io.processdistro.scheduler;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.view.HistoryEntry.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What becomes of a task, and of the node, when a lease ended without a result. */
final class RetryRules {
  private final Cluster cluster;
  private final SchedulerConfig.Failures rule;
  private final Placement placement;
  private final JobBook jobs;

  RetryRules(Cluster cluster, Placement placement, JobBook jobs) {
    this.cluster = cluster;
    this.rule = cluster.config.failures();
    this.placement = placement;
    this.jobs = jobs;
  }

  /** The lease has ended as failed; its job may be over already. */
  void failed(Attempt attempt, ErrorCode code, String message) {
    var failure = FailureClass.of(code);
    if (failure.countsForNode) nodeFailed(attempt.node);
    var task = attempt.task;
    if (task.job.state.ended()) return;
    note(attempt, Kind.FAILED, code + ": " + message);
    var troubles = task.troubles();
    troubles.avoid.add(attempt.node.id);
    if (failure.countsForTask) troubles.failedOn.add(attempt.node.id);
    switch (failure) {
      case DETERMINISTIC -> troubles.deterministic++;
      case DEATH -> died(troubles, attempt.node);
      case TRANSIENT, OURS -> {}
    }
    if (troubles.deterministic >= rule.confirmations()
        || troubles.failedOn.size() >= task.job.ticket.terms().attemptsMax()) {
      fail(task, code, message, troubles.failedOn);
    } else if (poisonous(task)) {
      failAsPoison(task);
    } else {
      again(task, failure.delaysRetry);
    }
  }

  /** The driver refused the output: the node's fault as far as we know, so it runs elsewhere. */
  void invalid(Attempt attempt, String message) {
    nodeFailed(attempt.node);
    var task = attempt.task;
    if (task.job.state.ended()) return;
    note(attempt, Kind.REFUSED, message);
    var troubles = task.troubles();
    troubles.avoid.add(attempt.node.id);
    troubles.failedOn.add(attempt.node.id);
    if (troubles.failedOn.size() >= task.job.ticket.terms().attemptsMax()) {
      fail(task, ErrorCode.GUEST_OUTPUT_INVALID, message, troubles.failedOn);
    } else {
      again(task, true);
    }
  }

  /**
   * The node was given up, and the lease with it.
   *
   * @param wasRunning it was in a slot at that moment
   */
  void lost(Attempt attempt, boolean wasRunning) {
    var task = attempt.task;
    if (task.job.state.ended()) return;
    if (task.crashedNanos == 0 && task.copies() == 0) task.crashedNanos = attempt.node.crashedNanos;
    note(attempt, Kind.LOST, wasRunning ? "its node was lost while it ran" : "its node was lost");
    if (wasRunning) {
      task.troubles().avoid.add(attempt.node.id);
      died(task.troubles(), attempt.node);
    }
    if (task.state == TaskState.LEASED && poisonous(task)) failAsPoison(task);
    else again(task, false);
  }

  /** Given back unstarted, or stopped by the node unasked. */
  void givenBack(Attempt attempt, boolean delay) {
    again(attempt.task, delay);
  }

  /** A result was accepted from it: it gets one slot back, and no rest. */
  void nodeSucceeded(Node node) {
    node.failuresInRow = 0;
    if (node.slotsUsable < node.offer.slots()) {
      node.slotsUsable++;
      cluster.touch(node);
    }
  }

  private void nodeFailed(Node node) {
    node.slotsUsable = Math.max(1, node.slotsUsable / 2);
    node.failuresInRow++;
    if (node.failuresInRow >= 2) {
      long rest = doubled(rule.restMillisMin(), node.failuresInRow - 2, rule.restMillisMax());
      node.restUntilNanos = cluster.fairNanos() + rest;
      cluster.restingNodes.add(node.restUntilNanos, node);
    }
    cluster.touch(node);
  }

  private static void died(Troubles troubles, Node node) {
    troubles.deaths++;
    troubles.victims.add(node.id);
  }

  private boolean poisonous(Task task) {
    if (!task.troubled() || task.troubles().deaths < rule.poisonNodes()) return false;
    return task.troubles().victims.size() >= rule.poisonNodes() || !placement.othersFit(task);
  }

  /** Back to the queue, unless another copy is out or it waits already. */
  private void again(Task task, boolean delay) {
    if (task.state != TaskState.LEASED || task.copies() > 0) return;
    cluster.counters.retries++;
    task.job.retries++;
    if (delay) {
      int delays = task.troubles().delays++;
      long wait = doubled(rule.retryDelayMillisMin(), delays, rule.retryDelayMillisMax());
      cluster.move(task, TaskCause.FAILED_FOR_NOW);
      cluster.delayedTasks.add(cluster.fairNanos() + wait, task);
    } else {
      cluster.move(task, TaskCause.LOST_ITS_LEASE);
    }
    cluster.queue.refresh(task.job);
    task.job.history.task(cluster.nowNanos(), Kind.RETRIED, task.range, "");
  }

  /** Nanoseconds: the least wait, doubled so many times, at most the longest. */
  private static long doubled(long millisMin, int times, long millisMax) {
    return Math.min(millisMax, millisMin << Math.min(times, 30)) * 1_000_000;
  }

  private void failAsPoison(Task task) {
    var victims = task.troubles().victims;
    fail(
        task,
        ErrorCode.RUNNER_DIED,
        "quarantined: it ran on "
            + victims.size()
            + (victims.size() == 1 ? " node" : " nodes")
            + " each time when node or runner died ("
            + task.troubles().deaths
            + " times)",
        victims);
  }

  private void fail(Task task, ErrorCode code, String message, Collection<NodeId> nodes) {
    var text =
        "grains " + task.range + " failed on " + nodes.size() + " attempts, last with: " + message;
    jobs.fail(
        task.job, new JobOutcome.Failed(code, text, Optional.of(task.range), List.copyOf(nodes)));
  }

  private void note(Attempt attempt, Kind kind, String text) {
    attempt.task.job.history.lease(cluster.nowNanos(), kind, attempt.lease, text);
  }
}
