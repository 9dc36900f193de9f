package io.processdistro.scheduler;

import io.processdistro.scheduler.view.HistoryEntry.Kind;

/**
 * A node with a free slot and nothing central to do takes from the end of the longest backlog: up
 * to half of it, but only what it would start sooner than its present holder. What runs is never
 * stolen, and no task moves for ever.
 */
final class Thief {
  /** So many leases from the end are looked at for one that the thief may run. */
  private static final int TAIL_LOOKED_AT = 8;

  private final Cluster cluster;
  private final Leases leases;
  private final Placement placement;

  Thief(Cluster cluster, Leases leases, Placement placement) {
    this.cluster = cluster;
    this.leases = leases;
    this.placement = placement;
  }

  /** Tries for every node with a free slot. */
  void stealForAll() {
    if (cluster.config.stealing().stealsMax() == 0) return;
    if (cluster.backlogged.isEmpty() || cluster.roomy.isEmpty()) return;
    cluster.roomy.forEachOfCopy(this::stealFor);
  }

  void stealFor(Node thief) {
    if (cluster.config.stealing().stealsMax() == 0) return;
    if (cluster.backlogged.isEmpty() || !thief.hasFreeSlot(cluster.fairNanos())) return;
    var victim = longestBacklog(thief);
    if (victim == null) return;
    int half = (victim.waiting.size() + 1) / 2;
    for (int moved = 0; moved < half; moved++) {
      if (!thief.hasRoom(cluster.fairNanos(), cluster.config.prefetch())) break;
      var attempt = stealable(victim, thief);
      if (attempt == null) break;
      move(attempt, thief);
    }
    cluster.refreshRoom(victim);
    cluster.refreshRoom(thief);
  }

  private Node longestBacklog(Node thief) {
    var backlogged = cluster.backlogged;
    int scanned = Math.min(backlogged.size(), cluster.config.placement().scanNodesMax());
    boolean all = scanned == backlogged.size();
    Node longest = null;
    long longestNanos = -1;
    // Of very many, two draws; of few, all.
    for (int i = 0; i < (all ? scanned : 2); i++) {
      var node = backlogged.get(all ? i : cluster.dice.below(backlogged.size()));
      if (node == thief || node.waiting.isEmpty()) continue;
      long nanos = workNanos(node);
      if (nanos > longestNanos) {
        longest = node;
        longestNanos = nanos;
      }
    }
    return longest;
  }

  /** Work that it holds, per slot. */
  private long workNanos(Node node) {
    long work = node.waiting.estimateNanos();
    for (var attempt : node.running) work += attempt.remainingNanos(cluster.fairNanos());
    return work / node.offer.slots();
  }

  private Attempt stealable(Node victim, Node thief) {
    int looked = 0;
    for (var attempt = victim.waiting.last();
        attempt != null && looked < TAIL_LOOKED_AT;
        attempt = attempt.previous, looked++) {
      if (mayMove(attempt, thief) && startsSooner(attempt, victim, thief)) return attempt;
    }
    return null;
  }

  private boolean mayMove(Attempt attempt, Node thief) {
    var task = attempt.task;
    if (!thief.fits(task.job) || !placement.mayRun(task, thief)) return false;
    return !task.troubled() || task.troubles().steals < cluster.config.stealing().stealsMax();
  }

  private boolean startsSooner(Attempt attempt, Node victim, Node thief) {
    var rule = cluster.config.prefetch();
    long there = workNanos(victim) - attempt.estimateNanos / victim.offer.slots();
    long onTheWay = victim.roundTripNanos(rule) + thief.roundTripNanos(rule);
    return placement.startNanos(attempt.task.job, thief) + onTheWay < there;
  }

  private void move(Attempt attempt, Node thief) {
    var task = attempt.task;
    leases.revoke(attempt);
    task.troubles().steals++;
    task.job.steals++;
    cluster.counters.steals++;
    task.job.history.lease(
        cluster.nowNanos(),
        Kind.STOLEN,
        attempt.lease,
        "by " + thief.id + ", which starts it sooner");
    if (task.copies() == 0) cluster.move(task, TaskCause.LOST_ITS_LEASE);
    cluster.move(task, TaskCause.LEASED);
    leases.issue(task, thief, false);
  }
}
