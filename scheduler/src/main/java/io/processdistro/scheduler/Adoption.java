package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.LeaseKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes over leases that a node has and that do not count as its own (any more): of an earlier
 * epoch, of a former life of the node, or given up meanwhile. A task is pure, so whoever computes a
 * range that nobody else has is welcome. Only ranges that are wholly open are taken: not accepted,
 * and with no other node.
 */
final class Adoption {
  private final Cluster cluster;
  private final Leases leases;

  Adoption(Cluster cluster, Leases leases) {
    this.cluster = cluster;
    this.leases = leases;
  }

  /** Whether the lease is the node's from now on. Changes nothing if it is not. */
  boolean adopt(Node node, Holding holding) {
    if (holding.claim().isEmpty()) return false;
    var claim = holding.claim().get();
    var job = cluster.jobs.get(claim.job());
    if (job == null || !isFree(holding.key(), node, claim) || !fits(job, claim.range())) {
      return false;
    }
    var task = take(job, claim.range());
    if (task.isEmpty()) return false;
    job.adoptions++;
    leases.adopt(holding.key(), task.get(), node);
    return true;
  }

  /**
   * Whether that name can become the name of an adopted lease: nobody else has it or will get it,
   * and it was not about anything else.
   */
  private boolean isFree(LeaseKey key, Node node, Holding.Claim claim) {
    if (key.epoch() > cluster.epoch) return false;
    if (key.epoch() == cluster.epoch && key.number() > cluster.counters.leasesNumbered) {
      return false;
    }
    var known = cluster.attempts.get(key);
    if (known == null) return true;
    return !known.state.open() && known.lease.node().equals(node.id) && isAbout(known.lease, claim);
  }

  static boolean isAbout(Lease lease, Holding.Claim claim) {
    return lease.job().equals(claim.job()) && lease.range().equals(claim.range());
  }

  private static boolean fits(Job job, GrainRange range) {
    return range.to() <= job.grains && range.length() <= job.ticket.work().grainsPerTaskMax();
  }

  /** A leased task of exactly that range, made of what is open; empty if not all of it is. */
  private Optional<Task> take(Job job, GrainRange range) {
    var pieces = overlapping(job, range);
    if (pieces.size() == 1 && pieces.getFirst().range.equals(range)) {
      cluster.move(pieces.getFirst(), TaskCause.ADOPTED);
      return Optional.of(pieces.getFirst());
    }
    long open = job.fresh.grainsWithin(range);
    for (var piece : pieces) {
      boolean whole = piece.state == TaskState.QUEUED && piece.open.isEmpty();
      if (!whole) return Optional.empty();
      open += piece.range.overlap(range);
    }
    if (open < range.length()) return Optional.empty();
    var task = new Task(job, range);
    job.grainsLeased += range.length();
    job.fresh.removeWithin(range);
    for (var piece : pieces) cut(piece, task);
    return Optional.of(task);
  }

  /** Tasks that wait and share a grain with the range; usually none or one. */
  private static List<Task> overlapping(Job job, GrainRange range) {
    if (job.queued.isEmpty() && job.delayed.isEmpty()) return List.of();
    var found = new ArrayList<Task>();
    for (var tasks : List.of(job.queued, job.delayed)) {
      for (var task : tasks) {
        if (task.range.overlaps(range)) found.add(task);
      }
    }
    return found;
  }

  /** What the new task does not cover of a waiting one goes on waiting. */
  private void cut(Task waiting, Task taken) {
    taken.inherit(waiting);
    cluster.move(waiting, TaskCause.SPLIT);
    var range = waiting.range;
    if (range.from() < taken.range.from()) {
      cluster.queuePart(waiting, new GrainRange(range.from(), taken.range.from()));
    }
    if (taken.range.to() < range.to()) {
      cluster.queuePart(waiting, new GrainRange(taken.range.to(), range.to()));
    }
  }
}
