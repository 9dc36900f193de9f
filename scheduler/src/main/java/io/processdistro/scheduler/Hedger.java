package io.processdistro.scheduler;

import io.processdistro.scheduler.view.HistoryEntry.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Near the end of a job, a task that runs several times longer than such tasks usually do gets a
 * second copy on a node with a free slot. The first valid result wins, the other copy is stopped.
 */
final class Hedger {
  private record Straggler(Attempt attempt, double slowdown) {}

  private final Cluster cluster;
  private final SchedulerConfig.Hedging rule;
  private final Leases leases;
  private final Placement placement;

  Hedger(Cluster cluster, Leases leases, Placement placement) {
    this.cluster = cluster;
    this.rule = cluster.config.hedging();
    this.leases = leases;
    this.placement = placement;
  }

  void tick() {
    int allowed = Math.max(1, (int) (cluster.slotsReady * rule.slotShareMax())) - cluster.hedgesOut;
    if (allowed <= 0 || cluster.roomy.isEmpty()) return;
    var medians = mediansOfEndingJobs();
    if (medians.isEmpty()) return;
    for (var straggler : stragglers(medians)) {
      if (allowed == 0) return;
      var node = fastest(straggler.attempt);
      if (node == null) continue;
      hedge(straggler, node);
      allowed--;
    }
  }

  /** Nanoseconds per grain of every job that is near its end. */
  private Map<Job, Double> mediansOfEndingJobs() {
    var medians = new HashMap<Job, Double>(); // looked up only, never walked
    for (var job : cluster.jobs.values()) {
      if (nearItsEnd(job)) medians.put(job, job.picosPerGrain.median() / 1_000);
    }
    return medians;
  }

  private boolean nearItsEnd(Job job) {
    return job.ticket.terms().hedging()
        && job.grainsWaiting() == 0
        && job.grainsLeased > 0
        && !job.state.ended()
        && job.tasksDone >= rule.tasksDoneMin()
        && job.stageGrainsDone() >= rule.doneShareMin() * (job.grains - job.stageFrom);
  }

  /** Slowest first. */
  private List<Straggler> stragglers(Map<Job, Double> medians) {
    var stragglers = new ArrayList<Straggler>();
    for (var node : cluster.nodes.values()) {
      for (var attempt : node.running) {
        var median = medians.get(attempt.task.job);
        if (median == null || attempt.task.copies() > 1) continue;
        double usual = Math.max(1, median * attempt.task.range.length());
        double slowdown = (cluster.fairNanos() - attempt.startedNanos) / usual;
        if (slowdown > rule.slowdownMin()) stragglers.add(new Straggler(attempt, slowdown));
      }
    }
    stragglers.sort(Comparator.comparingDouble(Straggler::slowdown).reversed());
    return stragglers;
  }

  private Node fastest(Attempt straggler) {
    var job = straggler.task.job;
    Node best = null;
    double bestNanos = Double.MAX_VALUE;
    for (int i = 0; i < cluster.roomy.size(); i++) {
      var node = cluster.roomy.get(i);
      if (node == straggler.node || !node.hasFreeSlot(cluster.fairNanos())) continue;
      if (!node.fits(job) || !placement.mayRun(straggler.task, node)) continue;
      double nanos =
          placement.startNanos(job, node)
              + cluster.speeds.nanosPerGrain(node, job) * straggler.task.range.length();
      if (nanos < bestNanos) {
        best = node;
        bestNanos = nanos;
      }
    }
    return best;
  }

  private void hedge(Straggler straggler, Node node) {
    var task = straggler.attempt.task;
    cluster.move(task, TaskCause.LEASED);
    leases.issue(task, node, true);
    task.job.hedges++;
    cluster.counters.hedges++;
    cluster.refreshRoom(node);
    task.job.history.lease(
        cluster.nowNanos(),
        Kind.HEDGED,
        straggler.attempt.lease,
        "runs " + Math.round(straggler.slowdown) + " times as long as usual; a copy on " + node.id);
  }
}
