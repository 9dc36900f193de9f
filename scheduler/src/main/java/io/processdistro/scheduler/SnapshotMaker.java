package io.processdistro.scheduler;

import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.NodeView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.processdistro.scheduler.view.Totals;
import java.util.ArrayList;
import java.util.Optional;

/** Copies what others may see. Costs the same for ten tasks and for a million. */
final class SnapshotMaker {
  private final Cluster cluster;

  SnapshotMaker(Cluster cluster) {
    this.cluster = cluster;
  }

  SchedulerSnapshot snapshot(long nowNanos) {
    var jobs = new ArrayList<JobView>();
    for (var job : cluster.jobs.values()) jobs.add(view(job));
    for (var job : cluster.finishedJobs.entries()) jobs.add(view(job));
    var nodes = new ArrayList<NodeView>();
    for (var node : cluster.nodes.values()) nodes.add(view(node));
    return new SchedulerSnapshot(nowNanos, cluster.epoch, jobs, nodes, totals());
  }

  Optional<JobView> job(JobId id) {
    return Optional.ofNullable(cluster.find(id)).map(this::view);
  }

  private JobView view(Job job) {
    var share = job.ticket.share();
    return new JobView(
        job.ticket.job(),
        share.submitter(),
        share.priority(),
        job.speedClass.name,
        job.state,
        job.waitReason(cluster.nodesReady),
        new JobView.Grains(job.grains, job.open, job.accepted.grains(), job.grainsLeased),
        job.tally.counts(),
        job.steals,
        job.hedges,
        job.retries,
        job.submittedNanos,
        job.startedNanos,
        job.endedNanos,
        job.outcome);
  }

  private NodeView view(Node node) {
    return new NodeView(
        node.id,
        node.incarnation,
        node.state,
        node.offer.slots(),
        node.slotsUsable,
        node.slotsTaken(),
        node.waiting.size(),
        node.queueNanos(cluster.fairNanos()),
        cluster.speeds.tasksPerSecond(node),
        node.roundTripNanos,
        cluster.fairNanos() - node.heardNanos);
  }

  private Totals totals() {
    var counters = cluster.counters;
    return new Totals(
        cluster.tally.counts(),
        counters.grainsAccepted,
        counters.steals,
        counters.hedges,
        counters.retries,
        counters.unknownReports,
        counters.mismatches,
        counters.jobsSubmitted,
        counters.jobsCompleted,
        counters.jobsFailed,
        counters.jobsCancelled,
        counters.nodesLost,
        cluster.clock.stalledNanos());
  }
}
