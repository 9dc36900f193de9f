package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.view.Explanation;
import io.processdistro.scheduler.view.Explanation.Part;
import io.processdistro.scheduler.view.Explanation.PartState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers why a job is where it is. Looks at everything: for people, not for every event. */
final class Explainer {
  private final Cluster cluster;

  Explainer(Cluster cluster) {
    this.cluster = cluster;
  }

  Optional<Explanation> explain(JobId id, Optional<GrainRange> range) {
    return Optional.ofNullable(cluster.find(id)).map(job -> explain(job, range));
  }

  private Explanation explain(Job job, Optional<GrainRange> range) {
    var waiting = job.waitReason(cluster.nodesReady);
    return new Explanation(
        job.ticket.job(),
        range,
        job.state,
        waiting,
        why(job),
        parts(job, range),
        job.workers.view(),
        job.history.entries(range),
        job.history.forgotten());
  }

  private String why(Job job) {
    if (job.outcome.isPresent()) return "It has ended: " + JobBook.text(job.outcome.get()) + ".";
    return switch (job.waitReason(cluster.nodesReady)) {
      case NOTHING_WAITS -> "Nothing of it waits: its last " + job.leasesOut + " leases are out.";
      case NEXT_STAGE ->
          "All "
              + job.grains
              + " grains known so far are done; what its results lead to is being worked out.";
      case NO_NODES -> "No node is ready" + otherNodes() + ".";
      case NO_NODE_FITS ->
          "A task needs "
              + job.ticket.terms().memoryBytesMax()
              + " bytes of memory; the most that a ready node offers is "
              + largestOffer()
              + ".";
      case PAUSED -> "It is paused; resume it to go on.";
      case SLOT_CAP -> job.leasesOut + " leases of it are out, as many as its cap of slots allows.";
      case RETRY ->
          (job.queued.size() + job.delayed.size())
              + " tasks wait for another attempt: "
              + job.delayed.size()
              + " for a moment to pass, the others for a node on which they have not failed.";
      case BUSY -> busy(job);
    };
  }

  private String otherNodes() {
    int draining = 0;
    int paused = 0;
    int away = 0;
    int unwilling = 0;
    for (var node : cluster.nodes.values()) {
      switch (node.state) {
        case DRAINING -> draining++;
        case PAUSED -> paused++;
        case SUSPECT, LOST -> away++;
        case READY -> unwilling += node.intakeOpen ? 0 : 1;
        case GONE -> {}
      }
    }
    if (draining + paused + away + unwilling == 0) return ": none is connected";
    return ": "
        + draining
        + " draining, "
        + paused
        + " paused, "
        + away
        + " suspect or lost, "
        + unwilling
        + " taking no work by their own word (controller nodes shows why)";
  }

  private long largestOffer() {
    long largest = 0;
    for (var node : cluster.nodes.values()) {
      if (node.isAvailable()) {
        largest = Math.max(largest, node.offer.taskMemoryBytesMax());
      }
    }
    return largest;
  }

  private String busy(Job job) {
    int before = 0;
    for (var other : cluster.jobs.values()) {
      if (other.inLine && goesBefore(other, job)) before++;
    }
    var text = job.leasesOut + " leases of it are out; the slots that fit are taken.";
    if (before == 0) return text + " It is next.";
    var jobs = before == 1 ? "job has" : "jobs have";
    return text
        + " "
        + before
        + " "
        + jobs
        + " waiting work that goes first: of a higher priority, of a submitter who had less slot"
        + " time so far, or older.";
  }

  private static boolean goesBefore(Job other, Job job) {
    int byPriority = other.ticket.share().priority().compareTo(job.ticket.share().priority());
    if (byPriority != 0) return byPriority < 0;
    if (other.line.submitter != job.line.submitter) return other.line.compareTo(job.line) < 0;
    return other.order < job.order;
  }

  private List<Part> parts(Job job, Optional<GrainRange> range) {
    var parts = new ArrayList<Part>();
    addAll(parts, job.accepted.ranges(), PartState.ACCEPTED);
    addAll(parts, job.fresh.ranges(), PartState.WAITING);
    for (var task : job.queued) addAll(parts, List.of(task.range), PartState.QUEUED_AGAIN);
    for (var task : job.delayed) addAll(parts, List.of(task.range), PartState.DELAYED);
    for (var node : cluster.nodes.values()) {
      addLeases(parts, node.running, PartState.RUNNING, job);
      addLeases(parts, node.waiting, PartState.ASSIGNED, job);
      addLeases(parts, node.revoked, PartState.RECALLED, job);
    }
    range.ifPresent(asked -> parts.removeIf(part -> !part.range().overlaps(asked)));
    parts.sort(Comparator.comparing(Part::range));
    return parts.size() <= Explanation.PARTS_MAX ? parts : parts.subList(0, Explanation.PARTS_MAX);
  }

  private static void addAll(List<Part> parts, List<GrainRange> ranges, PartState state) {
    for (var range : ranges) {
      parts.add(new Part(range, state, Optional.empty(), Optional.empty(), 0));
    }
  }

  private void addLeases(List<Part> parts, AttemptList attempts, PartState state, Job job) {
    for (var attempt : attempts) {
      if (attempt.task.job != job) continue;
      parts.add(
          new Part(
              attempt.lease.range(),
              state,
              Optional.of(attempt.node.id),
              Optional.of(attempt.lease.key()),
              attempt.issuedNanos));
    }
  }
}
