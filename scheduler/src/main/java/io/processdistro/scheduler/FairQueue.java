package io.processdistro.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which job is next: the highest priority first; within it the submitter who had least slot time
 * for its weight; within that the oldest job. A submitter who was away starts level with the
 * others: time not asked for is not saved up.
 *
 * <p>The cost of an offer does not grow with the number of jobs: jobs that can give nothing are not
 * in it, and what found no node is not tried again until another node has room.
 */
final class FairQueue {
  private final Map<String, Submitter> submitters = new LinkedHashMap<>();
  private final Map<Priority, List<Lane>> lanes = new EnumMap<>(Priority.class);
  private long submittersSeen;

  /** Virtual time of the line served last: where somebody who comes in starts. */
  private double virtualNow;

  FairQueue() {
    for (var priority : Priority.values()) lanes.put(priority, new ArrayList<>());
  }

  /** Gives the job its place; it is offered once {@link #refresh} finds it ready. */
  void enter(Job job, Collection<Node> nodes) {
    var share = job.ticket.share();
    var submitter =
        submitters.computeIfAbsent(
            share.submitter(), name -> new Submitter(name, ++submittersSeen));
    job.lane = lane(share.priority(), job.ticket.terms().memoryBytesMax(), nodes);
    job.line =
        job.lane.lines.computeIfAbsent(
            share.submitter(),
            name -> {
              var line = new Line(submitter, job.lane);
              submitter.lines.add(line);
              return line;
            });
    job.line.jobs++;
  }

  /** The job is over. */
  void leave(Job job) {
    setReady(job, false);
    var line = job.line;
    if (--line.jobs == 0) {
      line.lane.lines.remove(line.submitter.name);
      line.submitter.lines.remove(line);
      if (line.lane.lines.isEmpty()) lanes.get(line.lane.priority).remove(line.lane);
    }
    forget(line.submitter);
  }

  /** Call after anything changed that {@link Job#ready} looks at. */
  void refresh(Job job) {
    setReady(job, job.ready());
    job.stuckAt = -1;
    if (job.inLine) job.lane.stuckAt = -1;
  }

  private void setReady(Job job, boolean ready) {
    if (job.inLine == ready) return;
    var line = job.line;
    if (ready) {
      if (line.submitter.idle()) {
        line.submitter.virtualNanos = Math.max(line.submitter.virtualNanos, virtualNow);
      }
      line.ready.put(job.order, job);
      if (line.ready.size() == 1) line.lane.ready.add(line);
    } else {
      line.ready.remove(job.order);
      if (line.ready.isEmpty()) line.lane.ready.remove(line);
    }
    job.inLine = ready;
  }

  void leaseOut(Job job) {
    job.line.submitter.leasesOut++;
  }

  void leaseEnded(Job job) {
    var submitter = job.line.submitter;
    submitter.leasesOut--;
    forget(submitter);
  }

  /** Adds slot time, estimated or (with the difference to the estimate) measured. */
  void charge(Job job, double nanos) {
    var submitter = job.line.submitter;
    // Lines are sorted by this time, so they have to be out while it changes.
    for (var line : submitter.lines) {
      if (!line.ready.isEmpty()) line.lane.ready.remove(line);
    }
    submitter.virtualNanos += nanos / job.ticket.share().weight();
    for (var line : submitter.lines) {
      if (!line.ready.isEmpty()) line.lane.ready.add(line);
    }
  }

  /**
   * Offers jobs, next first, until one is taken.
   *
   * @param roomVersion grows whenever a node gets room
   * @param lowest jobs of a lower priority are not offered
   * @return the job taken; null if none was
   */
  Job offer(long roomVersion, Priority lowest, Predicate<Job> taker) {
    for (var priority : Priority.values()) {
      if (priority.compareTo(lowest) > 0) break;
      for (var lane : byNeed(lanes.get(priority))) {
        if (lane.ready.isEmpty() || lane.stuckAt == roomVersion) continue;
        var taken = offer(lane, roomVersion, taker);
        if (taken != null) return taken;
        lane.stuckAt = roomVersion;
      }
    }
    return null;
  }

  private Job offer(Lane lane, long roomVersion, Predicate<Job> taker) {
    for (var line : lane.ready) {
      for (var job : line.ready.values()) {
        if (job.stuckAt == roomVersion) continue;
        virtualNow = Math.max(virtualNow, line.submitter.virtualNanos);
        if (taker.test(job)) return job; // the sets have changed: no further step of the iterators
        job.stuckAt = roomVersion;
      }
    }
    return null;
  }

  /** The highest priority that has anything ready; null if nothing is. */
  Priority highestReady() {
    for (var priority : Priority.values()) {
      for (var lane : lanes.get(priority)) {
        if (!lane.ready.isEmpty()) return priority;
      }
    }
    return null;
  }

  /** Whether any ready job of this priority passes. Looks at all of them. */
  boolean anyReady(Priority priority, Predicate<Job> test) {
    for (var lane : lanes.get(priority)) {
      for (var line : lane.ready) {
        if (line.ready.values().stream().anyMatch(test)) return true;
      }
    }
    return false;
  }

  /** A node became ready, or no longer is. */
  void nodeCounted(Node node, int change) {
    for (var ofPriority : lanes.values()) {
      for (var lane : ofPriority) {
        if (node.offer.taskMemoryBytesMax() >= lane.memoryBytesMax) lane.nodesFitting += change;
      }
    }
  }

  private Lane lane(Priority priority, long memoryBytesMax, Collection<Node> nodes) {
    for (var lane : lanes.get(priority)) {
      if (lane.memoryBytesMax == memoryBytesMax) return lane;
    }
    var lane = new Lane(priority, memoryBytesMax);
    for (var node : nodes) {
      if (node.counted && node.offer.taskMemoryBytesMax() >= memoryBytesMax) lane.nodesFitting++;
    }
    lanes.get(priority).add(lane);
    return lane;
  }

  private static List<Lane> byNeed(List<Lane> lanes) {
    if (lanes.size() < 2) return lanes;
    var sorted = new ArrayList<>(lanes);
    sorted.removeIf(lane -> lane.ready.isEmpty());
    sorted.sort(Comparator.comparing(lane -> lane.ready.first()));
    return sorted;
  }

  /** Nothing is lost with a submitter who is away and has no more than others. */
  private void forget(Submitter submitter) {
    boolean away = submitter.lines.isEmpty() && submitter.leasesOut == 0;
    if (away && submitter.virtualNanos <= virtualNow) submitters.remove(submitter.name);
  }
}
