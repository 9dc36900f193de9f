package io.processdistro.scheduler;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.scheduler.structures.Ring;
import io.processdistro.scheduler.view.HistoryEntry.Kind;
import io.processdistro.scheduler.view.JobState;

/**
 * Issues and ends leases, and keeps every list, sum and count about them in step. Decides nothing:
 * why a lease is issued or ended is the caller's rule.
 */
final class Leases {
  private static final int SERVED_JOBS_MAX = 32;
  private static final long NUMBERS_SKIPPED_MAX = 1L << 40;

  private final Cluster cluster;

  /** Lost leases that are remembered; the oldest is forgotten for each new one. */
  private final Ring<Attempt> lost;

  Leases(Cluster cluster) {
    this.cluster = cluster;
    this.lost = new Ring<>(cluster.config.memory().lostLeases());
  }

  /** A new lease of a task that has just been carved, or is queued, or runs elsewhere (hedge). */
  Attempt issue(Task task, Node node, boolean hedge) {
    var key = new LeaseKey(cluster.epoch, ++cluster.counters.leasesNumbered);
    var attempt = enter(key, task, node, hedge);
    cluster.emit(new Command.Assign(attempt.lease));
    if (task.crashedNanos != 0) cluster.reassigned(task);
    task.job.history.lease(cluster.nowNanos(), Kind.ASSIGNED, attempt.lease, hedge ? "hedge" : "");
    return attempt;
  }

  /**
   * Takes over a lease that the node has already; nothing is sent. One of that name that was given
   * up stays counted as lost: this is another attempt.
   */
  Attempt adopt(LeaseKey key, Task task, Node node) {
    var attempt = enter(key, task, node, false);
    task.job.history.lease(cluster.nowNanos(), Kind.ADOPTED, attempt.lease, "");
    return attempt;
  }

  /**
   * A node has a lease of this name from elsewhere (another cluster, a state that was restored): it
   * will not be given to one of ours, whose result could then be taken for the other's. A number
   * that is too far off is never reached anyway.
   */
  void skip(LeaseKey key) {
    long ahead = key.number() - cluster.counters.leasesNumbered;
    if (key.epoch() != cluster.epoch || ahead <= 0 || ahead > NUMBERS_SKIPPED_MAX) return;
    cluster.counters.leasesNumbered = key.number();
  }

  private Attempt enter(LeaseKey key, Task task, Node node, boolean hedge) {
    var job = task.job;
    var lease = new Lease(key, job.ticket.job(), task.range, node.id, node.incarnation);
    long estimate = cluster.speeds.estimateNanos(node, job, task.range.length());
    var attempt = new Attempt(lease, task, node, hedge, estimate, cluster.clock);
    cluster.attempts.put(key, attempt);
    task.open.add(attempt);
    cluster.tally.issued();
    job.tally.issued();
    if (hedge) cluster.hedgesOut++;
    goesOut(attempt);
    node.waiting.addLast(attempt);
    cluster.waitingByPriority[job.ticket.share().priority().ordinal()]++;
    fillSlots(node);
    if (job.state == JobState.QUEUED) {
      job.state = cluster.tables.jobs.next(job.state, JobCause.FIRST_LEASE);
    }
    if (job.startedNanos == 0) job.startedNanos = Math.max(1, cluster.nowNanos());
    served(node, job);
    cluster.touch(node);
    return attempt;
  }

  private void goesOut(Attempt attempt) {
    var job = attempt.task.job;
    job.leasesOut++;
    cluster.queue.leaseOut(job);
    cluster.queue.charge(job, attempt.estimateNanos);
    cluster.queue.refresh(job);
  }

  private void noLongerOut(Attempt attempt) {
    var job = attempt.task.job;
    job.leasesOut--;
    cluster.queue.leaseEnded(job);
    cluster.queue.refresh(job);
  }

  private static void served(Node node, Job job) {
    var id = job.ticket.job();
    if (node.servedLast == id) return;
    node.servedLast = id;
    if (node.servedLately.add(id) && node.servedLately.size() > SERVED_JOBS_MAX) {
      node.servedLately.remove(node.servedLately.getFirst());
    }
  }

  /** Nodes run what they get in order: the first waiting leases enter the free slots. */
  private void fillSlots(Node node) {
    while (node.slotsTaken() < node.offer.slots() && !node.waiting.isEmpty()) {
      started(node.waiting.first());
    }
  }

  /** The lease is in a slot. */
  void started(Attempt attempt) {
    moveTo(attempt, AttemptCause.STARTED, attempt.node.running);
    attempt.startedNanos = cluster.fairNanos();
  }

  /** Asks an unstarted (by all we know) lease back. Its task is free to run elsewhere at once. */
  void revoke(Attempt attempt) {
    moveTo(attempt, AttemptCause.ASKED_BACK, attempt.node.revoked);
    attempt.startedNanos = 0;
    attempt.seenNanos = cluster.fairNanos();
    noLongerOut(attempt);
    cluster.queue.charge(attempt.task.job, -attempt.estimateNanos);
    cluster.emit(new Command.Revoke(attempt.node.id, attempt.lease.key()));
    fillSlots(attempt.node);
    cluster.touch(attempt.node);
  }

  /** Tells the node to stop it; whatever it reports no longer counts. */
  void stop(Attempt attempt) {
    boolean out = isOut(attempt);
    boolean inSlot = attempt.state == AttemptState.RUNNING;
    moveTo(attempt, AttemptCause.TOLD_TO_STOP, attempt.node.stopping);
    if (inSlot) attempt.node.stoppingInSlots++;
    attempt.seenNanos = cluster.fairNanos();
    if (out) noLongerOut(attempt);
    cluster.emit(new Command.Cancel(attempt.node.id, attempt.lease.key()));
    cluster.touch(attempt.node);
  }

  /**
   * The lease ended.
   *
   * @param slotNanos for how long it really held its slot; negative if unknown
   */
  void end(Attempt attempt, AttemptCause cause, long slotNanos) {
    boolean out = isOut(attempt);
    boolean inSlot = attempt.state == AttemptState.STOPPING && attempt.startedNanos != 0;
    var before = attempt.state;
    moveTo(attempt, cause, null);
    if (inSlot) attempt.node.stoppingInSlots--;
    if (attempt.hedge) cluster.hedgesOut--;
    attempt.task.open.remove(attempt);
    cluster.tally.moved(before, attempt.state);
    attempt.task.job.tally.moved(before, attempt.state);
    if (out) {
      noLongerOut(attempt);
      long actual = slotNanos >= 0 ? slotNanos : runNanos(attempt);
      cluster.queue.charge(attempt.task.job, actual - attempt.estimateNanos);
    }
    if (attempt.state == AttemptState.LOST) remember(attempt);
    else cluster.attempts.remove(attempt.lease.key());
    fillSlots(attempt.node);
    cluster.touch(attempt.node);
  }

  private long runNanos(Attempt attempt) {
    return attempt.startedNanos == 0 ? 0 : cluster.fairNanos() - attempt.startedNanos;
  }

  /** A lost lease was reported after all: it counts as stale from now on, and is forgotten. */
  void reportedLate(Attempt attempt) {
    var before = attempt.state;
    attempt.state = cluster.tables.attempts.next(before, AttemptCause.REPORTED_LATE);
    cluster.tally.moved(before, attempt.state);
    attempt.task.job.tally.moved(before, attempt.state);
    cluster.attempts.remove(attempt.lease.key());
  }

  private void remember(Attempt attempt) {
    var forgotten = lost.add(attempt);
    // Unless it was reported or adopted meanwhile: then its name is not its any more.
    if (forgotten != null) cluster.attempts.remove(forgotten.lease.key(), forgotten);
  }

  /** Compares what two copies of a task gave; different outputs of a pure task are an alarm. */
  void compare(Attempt attempt, ContentHash output) {
    var accepted = attempt.task.output;
    if (accepted == null || accepted.equals(output)) return;
    cluster.counters.mismatches++;
    attempt.task.job.history.lease(
        cluster.nowNanos(),
        Kind.REFUSED,
        attempt.lease,
        "gave another output than the copy that was accepted: the task is not pure, or a node errs");
  }

  private static boolean isOut(Attempt attempt) {
    return attempt.state == AttemptState.WAITING || attempt.state == AttemptState.RUNNING;
  }

  private void moveTo(Attempt attempt, AttemptCause cause, AttemptList list) {
    if (attempt.state == AttemptState.WAITING) {
      cluster.waitingByPriority[attempt.task.job.ticket.share().priority().ordinal()]--;
    }
    attempt.state = cluster.tables.attempts.next(attempt.state, cause);
    attempt.list.remove(attempt);
    if (list != null) list.addLast(attempt);
  }
}
