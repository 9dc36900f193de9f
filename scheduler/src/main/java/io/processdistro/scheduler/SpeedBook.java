package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a range will take, learned from what ranges took. The time of a grain is modelled as a
 * product: what a grain of this job costs on a standard node, times how slow this node is at this
 * class of jobs. Each report moves both factors a little, by geometric means, which forget a wild
 * first measurement (a compiler warming up) within a few tasks.
 */
final class SpeedBook {
  /** More classes than this are unlikely to be real: the oldest unused one is forgotten. */
  private static final int CLASSES_MAX = 256;

  private static final double SLOWNESS_MAX = 1_000;

  /** Weight of one task in a node's mean task time. */
  private static final double TASK_TIME_SHARE = 0.2;

  /** Where nothing at all is known. */
  private static final long ESTIMATE_BLIND_NANOS = 10_000_000;

  private static final double THROUGHPUT_WINDOW_NANOS = 3e9;

  private final Cluster cluster;
  private final Map<String, SpeedClass> classes = new LinkedHashMap<>();

  SpeedBook(Cluster cluster) {
    this.cluster = cluster;
  }

  void enter(Job job) {
    enter(job, job.ticket.work().speedClass());
  }

  /** Its tasks cost something else from now on. */
  void change(Job job, String name) {
    leave(job);
    enter(job, name);
  }

  private void enter(Job job, String name) {
    var speedClass = classes.remove(name);
    if (speedClass == null) {
      speedClass = new SpeedClass(name);
      for (var node : cluster.nodes.values()) {
        if (node.counted) speedClass.slotsStandard += slotsStandard(node, speedClass);
      }
      forgetOne();
    }
    classes.put(name, speedClass);
    speedClass.jobs++;
    job.speedClass = speedClass;
    job.nanosPerGrain = speedClass.nanosPerGrain;
  }

  void leave(Job job) {
    job.speedClass.jobs--;
  }

  private void forgetOne() {
    if (classes.size() < CLASSES_MAX) return;
    for (var speedClass : classes.values()) {
      if (speedClass.jobs > 0) continue;
      classes.remove(speedClass.name);
      for (var node : cluster.nodes.values()) node.speeds.remove(speedClass.name);
      return;
    }
  }

  /** A node's slots come into the sums, or leave them. */
  void nodeCounted(Node node, int change) {
    for (var speedClass : classes.values()) {
      speedClass.slotsStandard += change * slotsStandard(node, speedClass);
      if (cluster.nodesReady == 0) speedClass.slotsStandard = 0; // no drift by rounding
    }
  }

  private static double slotsStandard(Node node, SpeedClass speedClass) {
    var speed = node.speeds.get(speedClass.name);
    return speed == null ? node.offer.slots() : node.offer.slots() / speed.slowness;
  }

  double slowness(Node node, Job job) {
    var speed = node.speeds.get(job.speedClass.name);
    return speed == null ? 1 : speed.slowness;
  }

  /** Whether this node ever ended a task of the job's class. */
  boolean measured(Node node, Job job) {
    return node.speeds.containsKey(job.speedClass.name);
  }

  /** Time of one grain of the job there; 0 if nothing is known of the job's class. */
  double nanosPerGrain(Node node, Job job) {
    return job.nanosPerGrain * slowness(node, job);
  }

  /** How long the range will hold a slot; a blind guess where nothing is known. */
  long estimateNanos(Node node, Job job, long grains) {
    double nanos = nanosPerGrain(node, job) * grains;
    return nanos == 0 ? ESTIMATE_BLIND_NANOS : (long) Math.min(nanos, 1e17) + 1;
  }

  /** A range of the job took so long in a slot of the node. */
  void learn(Node node, Job job, GrainRange range, long slotNanos) {
    double nanos = Math.max(1, slotNanos);
    double perGrain = nanos / range.length();
    var speed = node.speeds.computeIfAbsent(job.speedClass.name, name -> new NodeSpeed());
    double standard = perGrain / speed.slowness;
    job.nanosPerGrain =
        job.samples == 0 ? standard : mean(job.nanosPerGrain, standard, 8, job.samples);
    job.samples++;
    job.speedClass.nanosPerGrain = job.nanosPerGrain;
    if (job.samples > 1 && cluster.nodesReady > 1) learnSlowness(node, job, speed, perGrain);
    speed.samples++;
    job.grainsMeasuredMax = Math.max(job.grainsMeasuredMax, range.length());
    job.picosPerGrain.add((long) Math.min(perGrain * 1_000, 1e18));
    node.taskNanos =
        node.taskNanos == 0
            ? nanos
            : node.taskNanos * (1 - TASK_TIME_SHARE) + nanos * TASK_TIME_SHARE;
    countEnded(node);
  }

  private void learnSlowness(Node node, Job job, NodeSpeed speed, double perGrain) {
    double before = speed.slowness;
    double sample = perGrain / job.nanosPerGrain;
    double after = speed.samples == 0 ? sample : mean(before, sample, 4, speed.samples);
    speed.slowness = Math.clamp(after, 1 / SLOWNESS_MAX, SLOWNESS_MAX);
    if (node.counted) {
      job.speedClass.slotsStandard += node.offer.slots() * (1 / speed.slowness - 1 / before);
    }
  }

  /** Geometric: the new value weighs a half while there are few, later a quarter. */
  private static double mean(double before, double sample, int few, long samples) {
    double half = Math.sqrt(before * sample);
    return samples < few ? half : Math.sqrt(before * half);
  }

  private void countEnded(Node node) {
    node.tasksPerSecond = tasksPerSecond(node) + 1e9 / THROUGHPUT_WINDOW_NANOS;
    node.tasksPerSecondAtNanos = cluster.fairNanos();
  }

  /** Fades while nothing ends. */
  double tasksPerSecond(Node node) {
    double age = (cluster.fairNanos() - node.tasksPerSecondAtNanos) / THROUGHPUT_WINDOW_NANOS;
    return node.tasksPerSecond / (1 + age + age * age / 2);
  }

  /** The part of all work that one slot of this node does in the time in which all do theirs. */
  double shareOfOneSlot(Node node, Job job) {
    double all = Math.max(job.speedClass.slotsStandard, 1e-9);
    double share = Math.min(1, 1 / slowness(node, job) / all);
    return Math.max(share, 1.0 / job.ticket.share().slotsMax());
  }

  /** Time to do so many grains if the whole cluster did nothing else. */
  double clusterNanos(Job job, double grains) {
    return grains * job.nanosPerGrain / Math.max(job.speedClass.slotsStandard, 1e-9);
  }
}
