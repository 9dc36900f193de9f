package io.processdistro.scheduler;

import io.processdistro.scheduler.structures.StateTable;
import io.processdistro.scheduler.view.NodeState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks into a scheduler and says what does not fit together. The price grows with all it holds.
 */
public final class SchedulerProbe {
  private final Cluster cluster;

  public SchedulerProbe(Scheduler scheduler) {
    cluster = scheduler.state();
  }

  /** Rows taken so far, by the name of their table. */
  public static Map<String, BitSet> taken(Scheduler scheduler) {
    var taken = new LinkedHashMap<String, BitSet>();
    for (var table : scheduler.state().tables.all()) taken.put(table.name(), table.taken());
    return taken;
  }

  public static List<StateTable<?, ?>> tables() {
    return new StateTables().all();
  }

  /** Objects that are kept because of tasks: leases, ranges, and entries of histories. */
  public long kept() {
    long kept = cluster.attempts.size();
    var jobs = new ArrayList<>(cluster.jobs.values());
    jobs.addAll(cluster.finishedJobs.entries());
    for (var job : jobs) {
      kept += job.queued.size() + job.delayed.size();
      kept += job.fresh.ranges().size() + job.accepted.ranges().size();
      kept += job.history.entries(java.util.Optional.empty()).size();
    }
    return kept;
  }

  /** Open leases, for tests that wait until there are none. */
  public long open() {
    return cluster.tally.counts().open();
  }

  /**
   * @throws AssertionError naming the first thing that does not fit
   */
  public void check() {
    checkLeases();
    for (var job : cluster.jobs.values()) checkJob(job);
    for (var node : cluster.nodes.values()) checkNode(node);
    checkSums();
    checkNothingIdlesNextToWork();
  }

  private void checkLeases() {
    long open = 0;
    long hedges = 0;
    var outByJob = new HashMap<Job, Integer>();
    var leased = new HashMap<Job, Long>();
    var tasks = new HashSet<Task>();
    var waiting = new int[Priority.values().length];
    for (var entry : cluster.attempts.entrySet()) {
      var attempt = entry.getValue();
      require(attempt.lease.key().equals(entry.getKey()), "filed under another key: ", attempt);
      require(attempt.state.open() || attempt.state == AttemptState.LOST, "still filed: ", attempt);
      if (!attempt.state.open()) continue;
      open++;
      if (attempt.hedge) hedges++;
      require(attempt.task.open.contains(attempt), "its task does not know it: ", attempt);
      var node = attempt.node;
      var list =
          switch (attempt.state) {
            case WAITING -> node.waiting;
            case RUNNING -> node.running;
            case REVOKED -> node.revoked;
            case STOPPING -> node.stopping;
            case ACCEPTED, DUPLICATE, INVALID, FAILED, CANCELLED, LOST, STALE -> null;
          };
      require(attempt.list == list, "in the wrong list: ", attempt);
      require(cluster.nodes.get(node.id) == node, "its node is gone: ", attempt);
      if (attempt.state == AttemptState.WAITING) {
        waiting[attempt.task.job.ticket.share().priority().ordinal()]++;
      }
      if (attempt.state == AttemptState.WAITING || attempt.state == AttemptState.RUNNING) {
        outByJob.merge(attempt.task.job, 1, Integer::sum);
        require(attempt.task.state == TaskState.LEASED, "out, but task is ", attempt.task);
        require(!attempt.task.job.state.ended(), "out, but its job ended: ", attempt);
        if (tasks.add(attempt.task)) {
          leased.merge(attempt.task.job, attempt.task.range.length(), Long::sum);
        }
      }
    }
    require(open == open(), "open leases miscounted, really ", open);
    require(hedges == cluster.hedgesOut, "hedges miscounted, really ", hedges);
    for (int i = 0; i < waiting.length; i++) {
      require(waiting[i] == cluster.waitingByPriority[i], "waiting leases are miscounted", "");
    }
    for (var job : cluster.jobs.values()) {
      require(job.leasesOut == outByJob.getOrDefault(job, 0), "leases out are miscounted: ", job);
      require(job.grainsLeased == leased.getOrDefault(job, 0L), "grains out miscounted: ", job);
    }
  }

  private void checkJob(Job job) {
    long queued = 0;
    for (var task : job.queued) {
      require(task.state == TaskState.QUEUED && task.copies() == 0, "queued, but ", task);
      queued += task.range.length();
    }
    long delayed = 0;
    for (var task : job.delayed) {
      require(task.state == TaskState.DELAYED && task.copies() == 0, "delayed, but ", task);
      delayed += task.range.length();
    }
    require(queued == job.grainsQueued, "queued grains are miscounted: ", job);
    require(delayed == job.grainsDelayed, "delayed grains are miscounted: ", job);
    long total = job.fresh.grains() + job.accepted.grains() + queued + delayed + job.grainsLeased;
    require(total == job.grains, "grains were lost or doubled: ", job);
    require(job.stageFrom < job.grains, "an empty stage: ", job);
    require(job.inLine == job.ready(), "in line without work, or the other way: ", job);
    long outMax = job.ticket.share().slotsMax() + job.hedges + job.adoptions;
    require(job.leasesOut <= outMax, "cap broken: ", job);
  }

  private void checkNode(Node node) {
    int open = node.running.size() + node.waiting.size();
    open += node.revoked.size() + node.stopping.size();
    int found = 0;
    for (var list : List.of(node.running, node.waiting, node.revoked, node.stopping)) {
      for (var attempt : list) {
        found++;
        require(cluster.attempts.get(attempt.lease.key()) == attempt, "unknown: ", attempt);
      }
    }
    require(found == open, "list is broken: ", node);
    int stoppingInSlots = 0;
    for (var attempt : node.stopping) if (attempt.startedNanos != 0) stoppingInSlots++;
    require(stoppingInSlots == node.stoppingInSlots, "slots being freed miscounted: ", node);
    boolean slotsFull = node.slotsTaken() >= node.offer.slots();
    require(slotsFull || node.waiting.isEmpty(), "waits next to a free slot: ", node);
    boolean roomy = cluster.roomy.contains(node);
    boolean room = node.hasRoom(cluster.fairNanos(), cluster.config.prefetch());
    boolean rested = node.restUntilNanos != 0 && node.restUntilNanos <= cluster.fairNanos();
    require(roomy == room || (room && rested), "listed with room, or without, wrongly: ", node);
    require(cluster.backlogged.contains(node) == !node.waiting.isEmpty(), "backlog of ", node);
    require(node.counted == node.isAvailable(), "counted wrongly: ", node);
    require(node.slotsUsable >= 1 && node.slotsUsable <= node.offer.slots(), "quota of ", node);
    if (node.state == NodeState.LOST) require(open == 0, "lost, but holds leases: ", node);
  }

  private void checkSums() {
    int ready = 0;
    int slots = 0;
    for (var node : cluster.nodes.values()) {
      if (!node.isAvailable()) continue;
      ready++;
      slots += node.offer.slots();
    }
    require(
        ready == cluster.nodesReady && slots == cluster.slotsReady, "ready nodes miscounted", "");
    for (var job : cluster.jobs.values()) {
      double standard = 0;
      int fitting = 0;
      for (var node : cluster.nodes.values()) {
        if (!node.counted) continue;
        standard += node.offer.slots() / cluster.speeds.slowness(node, job);
        if (node.fits(job)) fitting++;
      }
      double booked = job.speedClass.slotsStandard;
      require(
          Math.abs(standard - booked) <= 1e-6 * (1 + standard),
          "standard slots are miscounted: ",
          job);
      require(fitting == job.lane.nodesFitting, "nodes that fit are miscounted: ", job);
    }
  }

  /** Fresh work waits, a node it fits has a free slot: somebody forgot to look. */
  private void checkNothingIdlesNextToWork() {
    for (int i = 0; i < cluster.roomy.size(); i++) {
      var node = cluster.roomy.get(i);
      if (!node.hasFreeSlot(cluster.fairNanos())) continue;
      for (var job : cluster.jobs.values()) {
        boolean startable =
            job.ready()
                && node.fits(job)
                && !job.fresh.isEmpty()
                && job.ticket.work().grainsPerTaskFixed().isEmpty();
        require(!startable, "a slot is free while fresh work waits: ", job);
      }
    }
  }

  /** The text is put together only when it is needed: this runs very often. */
  private static void require(boolean holds, String otherwise, Object subject) {
    if (!holds) throw new AssertionError(otherwise + subject);
  }

  /** All of it in words, for the report of a failed run. */
  public List<String> describe() {
    var lines = new ArrayList<String>();
    for (var node : cluster.nodes.values()) {
      lines.add(
          node
              + " slots "
              + node.slotsUsable
              + "/"
              + node.offer.slots()
              + " running "
              + node.running.size()
              + " waiting "
              + node.waiting.size()
              + " revoked "
              + node.revoked.size()
              + " stopping "
              + node.stopping.size());
    }
    for (var job : cluster.jobs.values()) {
      lines.add(
          job
              + " accepted "
              + job.accepted.grains()
              + " fresh "
              + job.fresh.grains()
              + " queued "
              + job.queued
              + " delayed "
              + job.delayed
              + " leased "
              + job.grainsLeased);
    }
    return lines;
  }
}
