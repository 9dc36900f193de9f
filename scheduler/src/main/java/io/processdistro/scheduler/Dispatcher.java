package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.scheduler.view.HistoryEntry.Kind;

/** Brings work that waits and nodes that have room together: the next job by {@link FairQueue}. */
final class Dispatcher {
  private final Cluster cluster;
  private final Leases leases;
  private final Placement placement;
  private final RangeLength rangeLength;

  Dispatcher(Cluster cluster, Leases leases, Placement placement) {
    this.cluster = cluster;
    this.leases = leases;
    this.placement = placement;
    this.rangeLength = new RangeLength(cluster);
  }

  /** Gives out work until no job fits any node with room. */
  void assign() {
    assignDownTo(Priority.LOW);
    makeRoom(cluster.config.placement().scanNodesMax());
  }

  /** As {@link #assign}, but looks at every node for room that could be made. */
  void assignThoroughly() {
    assignDownTo(Priority.LOW);
    makeRoom(Integer.MAX_VALUE);
  }

  private void assignDownTo(Priority lowest) {
    while (cluster.anyRoom()) {
      var taken = cluster.queue.offer(cluster.roomVersion, lowest, this::place);
      if (taken == null) return;
    }
  }

  private boolean place(Job job) {
    var node = placement.choose(job);
    if (node == null) return false;
    var task = take(job, node);
    leases.issue(task, node, false);
    cluster.refreshRoom(node);
    return true;
  }

  private Task take(Job job, Node node) {
    for (var queued : job.queued) {
      if (!placement.mayRun(queued, node)) continue;
      var task = rangeLength.tooLong(job, node, queued.range.length()) ? split(queued) : queued;
      cluster.move(task, TaskCause.LEASED);
      return task;
    }
    var task = new Task(job, job.fresh.takeFirst(rangeLength.next(job, node)));
    job.grainsLeased += task.range.length();
    return task;
  }

  /** The first half; the second stays queued. A task with an open lease is never split. */
  private Task split(Task whole) {
    if (!whole.open.isEmpty()) return whole;
    var range = whole.range;
    long middle = range.from() + range.length() / 2;
    cluster.move(whole, TaskCause.SPLIT);
    var first = cluster.queuePart(whole, new GrainRange(range.from(), middle));
    cluster.queuePart(whole, new GrainRange(middle, range.to()));
    whole.job.history.task(cluster.nowNanos(), Kind.SPLIT, range, "in two, to end sooner");
    return first;
  }

  /**
   * Work of a higher priority waits while nodes hold unstarted leases of a lower one: those are
   * asked back, so that the higher starts as soon as any slot ends. What runs is left alone.
   *
   * @param nodesMax so many nodes are looked at; the rest is for another event
   */
  private void makeRoom(int nodesMax) {
    var wanted = cluster.queue.highestReady();
    if (wanted == null || !lowerWaits(wanted)) return;
    var backlogged = cluster.backlogged;
    int from = backlogged.isEmpty() ? 0 : cluster.dice.below(backlogged.size());
    int looks = Math.min(nodesMax, backlogged.size());
    for (int look = 0; look < looks && !backlogged.isEmpty(); look++) {
      var node = backlogged.get((from + look) % backlogged.size());
      if (!node.counted || !cluster.queue.anyReady(wanted, job -> placement.eligible(job, node))) {
        continue;
      }
      if (recall(node, wanted) == 0) continue;
      cluster.refreshRoom(node);
      assignDownTo(wanted);
      if (cluster.queue.highestReady() != wanted) return;
    }
  }

  private boolean lowerWaits(Priority wanted) {
    for (int i = wanted.ordinal() + 1; i < cluster.waitingByPriority.length; i++) {
      if (cluster.waitingByPriority[i] > 0) return true;
    }
    return false;
  }

  private int recall(Node node, Priority wanted) {
    int recalled = 0;
    for (var attempt : node.waiting) {
      var job = attempt.task.job;
      if (job.ticket.share().priority().compareTo(wanted) <= 0) continue;
      recall(attempt, "work of a higher priority came");
      recalled++;
    }
    return recalled;
  }

  /** Asks a lease back, and queues its task if no other copy of it is out. */
  void recall(Attempt attempt, String reason) {
    var task = attempt.task;
    leases.revoke(attempt);
    task.job.history.lease(cluster.nowNanos(), Kind.RECALLED, attempt.lease, reason);
    if (task.copies() == 0) {
      cluster.move(task, TaskCause.LOST_ITS_LEASE);
      cluster.queue.refresh(task.job);
    }
  }
}
