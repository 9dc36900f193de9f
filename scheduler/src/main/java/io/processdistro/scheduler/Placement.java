package io.processdistro.scheduler;

import io.processdistro.scheduler.structures.IndexedSet;

/** Which node a task of a job goes to: the one that ends it first, by estimate. */
final class Placement {
  private static final long LEFT_TO_FASTER_NANOS_MIN = 50_000_000;

  private final Cluster cluster;
  private final SchedulerConfig.Placement rule;

  Placement(Cluster cluster) {
    this.cluster = cluster;
    this.rule = cluster.config.placement();
  }

  /** A node with room that may run the next task of the job; null if there is none. */
  Node choose(Job job) {
    IndexedSet<Node> roomy = cluster.roomy;
    if (roomy.size() > rule.scanNodesMax()) {
      var first = roomy.get(cluster.dice.below(roomy.size()));
      var second = roomy.get(cluster.dice.below(roomy.size()));
      var drawn = better(job, ifEligible(job, first), ifEligible(job, second));
      if (drawn != null) return drawn;
    }
    Node best = null;
    for (int i = 0; i < roomy.size(); i++) {
      best = better(job, best, ifEligible(job, roomy.get(i)));
    }
    return best;
  }

  private Node ifEligible(Job job, Node node) {
    return eligible(job, node) ? node : null;
  }

  /** Whether the node may run the next task of the job, if it had room. */
  boolean eligible(Job job, Node node) {
    return node.fits(job) && somethingFor(job, node);
  }

  private Node better(Job job, Node one, Node other) {
    if (one == null || other == null) return one == null ? other : one;
    return costNanos(job, other) < costNanos(job, one) ? other : one;
  }

  /**
   * Time until a task of the job would start there; for one of given length, until it would end.
   */
  private double costNanos(Job job, Node node) {
    double nanos = startNanos(job, node);
    long length = lengthGiven(job);
    return length == 0 ? nanos : nanos + cluster.speeds.nanosPerGrain(node, job) * length;
  }

  /** Time until a task of the job would start there. */
  long startNanos(Job job, Node node) {
    long nanos =
        node.queueNanos(cluster.fairNanos()) + node.roundTripNanos(cluster.config.prefetch()) / 2;
    if (!node.warm.contains(job.ticket.work().module())) nanos += rule.coldMillis() * 1_000_000;
    if (!node.servedLately.contains(job.ticket.job())) {
      nanos += rule.inputsMissingMillis() * 1_000_000;
    }
    return nanos;
  }

  private boolean somethingFor(Job job, Node node) {
    for (var task : job.queued) {
      if (mayRun(task, node)) return true;
    }
    if (job.fresh.isEmpty()) return false;
    return lengthGiven(job) == 0 || !leftToFaster(job, node, lengthGiven(job));
  }

  /** A queued task goes to a node where it failed only when there is no other for it. */
  boolean mayRun(Task task, Node node) {
    if (!task.troubled()) return !leftToFaster(task.job, node, task.range.length());
    var avoid = task.troubles().avoid;
    return !avoid.contains(node.id) || !othersFit(task);
  }

  /** Whether a ready node exists that fits the task and where it did not fail. */
  boolean othersFit(Task task) {
    int avoided = 0;
    for (var id : task.troubles().avoid) {
      var node = cluster.nodes.get(id);
      if (node != null && node.isAvailable() && node.fits(task.job)) avoided++;
    }
    return task.job.lane.nodesFitting > avoided;
  }

  /**
   * The last tasks are left to faster nodes: this one would still be at it long after the others
   * had done everything. Only where all ready nodes fit the job, so that those others exist.
   */
  boolean leftToFaster(Job job, Node node, long grains) {
    if (cluster.jobs.size() > 1) return false; // the faster may be busy with something else
    if (cluster.nodesReady < 2 || job.lane.nodesFitting < cluster.nodesReady) return false;
    if (job.samples == 0 || job.nanosPerGrain == 0) return false;
    double here = cluster.speeds.nanosPerGrain(node, job) * grains;
    double slots = Math.max(1, cluster.slotsReady);
    double elsewhere =
        cluster.speeds.clusterNanos(job, job.grainsWaiting() + job.grainsLeased / 2.0)
            + cluster.speeds.clusterNanos(job, grains * slots);
    return here > elsewhere + LEFT_TO_FASTER_NANOS_MIN;
  }

  private static long lengthGiven(Job job) {
    if (!job.queued.isEmpty()) return job.queued.iterator().next().range.length();
    var fixed = job.ticket.work().grainsPerTaskFixed();
    return fixed.isPresent() ? Math.min(fixed.getAsLong(), job.fresh.grains()) : 0;
  }
}
