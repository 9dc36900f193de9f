package io.processdistro.scheduler;

/**
 * How many grains the next task of a job gets on a node. While nothing is measured: very few. Then
 * as many as the aimed time allows on this node, but never more than a fraction of this slot's part
 * of what is left, so that ranges shrink towards the end and all slots end together.
 */
final class RangeLength {
  private final Cluster cluster;
  private final SchedulerConfig.TaskLength rule;

  RangeLength(Cluster cluster) {
    this.cluster = cluster;
    this.rule = cluster.config.taskLength();
  }

  /** At least 1; the job has fresh grains. */
  long next(Job job, Node node) {
    var work = job.ticket.work();
    if (work.grainsPerTaskFixed().isPresent()) return work.grainsPerTaskFixed().getAsLong();
    long length = guided(job, node, job.fresh.grains());
    return Math.max(1, Math.min(length, work.grainsPerTaskMax()));
  }

  /** Whether a task that came back is better cut in two before it goes to this node. */
  boolean tooLong(Job job, Node node, long grains) {
    if (grains < 2 || job.ticket.work().grainsPerTaskFixed().isPresent()) return false;
    if (job.nanosPerGrain == 0) return false;
    return grains > 2 * guided(job, node, job.grainsWaiting());
  }

  private long guided(Job job, Node node, long left) {
    double rest = left * cluster.speeds.shareOfOneSlot(node, job);
    double grainNanos = cluster.speeds.nanosPerGrain(node, job);
    if (grainNanos == 0) {
      return (long) Math.clamp(rest / rule.calibrationShare(), 1, rule.calibrationGrainsMax());
    }
    boolean known = job.samples > 0 && cluster.speeds.measured(node, job);
    double longest = millis(known ? rule.aimMillisMax() : rule.firstAimMillis()) / grainNanos;
    if (job.samples > 0) {
      longest = Math.min(longest, (double) rule.growthMax() * job.grainsMeasuredMax);
    }
    double shortest = Math.min(longest, millis(rule.aimMillisMin()) / grainNanos);
    double length = Math.clamp(rest / rule.remainingShare(), shortest, longest);
    // A remainder shorter than the shortest is not worth a task of its own.
    return left - length < shortest / 2 ? left : (long) Math.max(1, length);
  }

  private static double millis(long millis) {
    return millis * 1e6;
  }
}
