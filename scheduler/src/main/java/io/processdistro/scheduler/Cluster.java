package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.structures.Dice;
import io.processdistro.scheduler.structures.IndexedSet;
import io.processdistro.scheduler.structures.Ring;
import io.processdistro.scheduler.structures.TimerQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole state, and the few operations that keep its parts in step. The rules live in the
 * classes around it; each gets this one. Touched by one thread only.
 */
final class Cluster {
  /** So many are kept if nobody asks for them; more are left out of the statistics. */
  private static final int REASSIGNMENTS_KEPT = 100_000;

  final SchedulerConfig config;
  final long epoch;
  final Dice dice;
  final StateTables tables = new StateTables();
  final StallFreeClock clock;

  /** What the event at hand leads to. */
  List<Command> commands = new ArrayList<>();

  final Map<JobId, Job> jobs = new LinkedHashMap<>();
  final Ring<Job> finishedJobs;
  final Map<NodeId, Node> nodes = new LinkedHashMap<>();

  /** Open leases, and a bounded number of lost ones. */
  final Map<LeaseKey, Attempt> attempts = new HashMap<>();

  final FairQueue queue = new FairQueue();
  final SpeedBook speeds;

  /** Nodes that may get another lease. */
  final IndexedSet<Node> roomy = new IndexedSet<>(Node.ROOMY);

  /** Grows whenever a node gets room. */
  long roomVersion;

  /** Nodes that hold leases which have not started. */
  final IndexedSet<Node> backlogged = new IndexedSet<>(Node.BACKLOGGED);

  /** How many such leases there are, by priority. */
  final int[] waitingByPriority = new int[Priority.values().length];

  /** How long tasks of crashed nodes waited for another one; not told yet. */
  private List<Long> reassignNanos = new ArrayList<>();

  /** Nodes that this event concerned, each once. */
  private List<Node> touched = new ArrayList<>();

  final TimerQueue<Task> delayedTasks = new TimerQueue<>();
  final TimerQueue<Node> restingNodes = new TimerQueue<>();

  int nodesReady;
  int slotsReady;
  int hedgesOut;
  final Counters counters = new Counters();
  final Tally tally = new Tally();

  Cluster(SchedulerConfig config, long epoch, long seed) {
    this.config = config;
    this.epoch = epoch;
    this.dice = new Dice(seed);
    this.clock = new StallFreeClock(config.liveness().stallMillis() * 1_000_000);
    this.finishedJobs = new Ring<>(config.memory().finishedJobs());
    this.speeds = new SpeedBook(this);
  }

  /** Time for people, records and deadlines. */
  long nowNanos() {
    return clock.nowNanos();
  }

  /** Time for everything that measures others: stands still during our own stalls. */
  long fairNanos() {
    return clock.fairNanos();
  }

  /** An unfinished job, or one of the last finished; null if there is none of that id. */
  Job find(JobId id) {
    var job = jobs.get(id);
    if (job != null) return job;
    for (var finished : finishedJobs.entries()) {
      if (finished.ticket.job().equals(id)) return finished;
    }
    return null;
  }

  /** A task of a crashed node has another one. */
  void reassigned(Task task) {
    if (reassignNanos.size() < REASSIGNMENTS_KEPT) {
      reassignNanos.add(fairNanos() - task.crashedNanos);
    }
    task.crashedNanos = 0;
  }

  List<Long> takeReassignNanos() {
    var taken = reassignNanos;
    reassignNanos = new ArrayList<>();
    return taken;
  }

  void emit(Command command) {
    commands.add(command);
  }

  /** Room of this node may have changed. */
  void touch(Node node) {
    if (node.touched) return;
    node.touched = true;
    touched.add(node);
  }

  /** The nodes touched since the last call, their room brought up to date. */
  List<Node> takeTouched() {
    if (touched.isEmpty()) return List.of();
    var nodes = touched;
    touched = new ArrayList<>(4);
    for (var node : nodes) {
      node.touched = false;
      refreshRoom(node);
    }
    return nodes;
  }

  void refreshRoom(Node node) {
    if (node.hasRoom(fairNanos(), config.prefetch())) {
      roomy.add(node);
      roomVersion++;
    } else {
      roomy.remove(node);
    }
    if (node.waiting.isEmpty()) backlogged.remove(node);
    else backlogged.add(node);
  }

  /** Moves a task to the state that follows from the cause, and into the matching collection. */
  void move(Task task, TaskCause cause) {
    var job = task.job;
    long grains = task.range.length();
    switch (task.state) {
      case LEASED -> job.grainsLeased -= grains;
      case QUEUED -> {
        if (job.queued.remove(task)) job.grainsQueued -= grains;
      }
      case DELAYED -> {
        job.delayed.remove(task);
        job.grainsDelayed -= grains;
      }
      case DONE, DROPPED -> {}
    }
    task.state = tables.tasks.next(task.state, cause);
    switch (task.state) {
      case LEASED -> job.grainsLeased += grains;
      case QUEUED -> {
        job.queued.add(task);
        job.grainsQueued += grains;
      }
      case DELAYED -> {
        job.delayed.add(task);
        job.grainsDelayed += grains;
      }
      case DONE, DROPPED -> {}
    }
  }

  /** A part of a task that was dropped waits in its place. */
  Task queuePart(Task whole, GrainRange range) {
    var part = Task.part(whole, range);
    part.job.queued.add(part);
    part.job.grainsQueued += range.length();
    return part;
  }

  /**
   * A ready node's slots are in the sums; call after its state changed, and before its offer does.
   */
  void recount(Node node, boolean ready) {
    if (node.counted == ready) return;
    node.counted = ready;
    int change = ready ? 1 : -1;
    nodesReady += change;
    slotsReady += change * node.offer.slots();
    queue.nodeCounted(node, change);
    speeds.nodeCounted(node, change);
    touch(node);
  }

  /** A hungry cluster has slots that could start something at once. */
  boolean anyRoom() {
    return !roomy.isEmpty();
  }
}
