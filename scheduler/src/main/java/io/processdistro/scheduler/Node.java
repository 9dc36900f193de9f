package io.processdistro.scheduler;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.structures.IndexedSet;
import io.processdistro.scheduler.view.NodeState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * One node: soft state, rebuilt from its hello. Every open lease is in exactly one of its four
 * lists. All times on the clock that stands still during our own stalls.
 */
final class Node {
  static final IndexedSet.Index<Node> ROOMY =
      new IndexedSet.Index<>() {
        @Override
        public int of(Node node) {
          return node.roomyIndex;
        }

        @Override
        public void set(Node node, int index) {
          node.roomyIndex = index;
        }
      };

  static final IndexedSet.Index<Node> BACKLOGGED =
      new IndexedSet.Index<>() {
        @Override
        public int of(Node node) {
          return node.backloggedIndex;
        }

        @Override
        public void set(Node node, int index) {
          node.backloggedIndex = index;
        }
      };

  final NodeId id;
  long incarnation;
  NodeOffer offer;
  NodeState state = NodeState.READY;
  Wish wish = Wish.WORK;
  boolean connected;

  /** It wants work, by its own word. Together with {@link #wish}: both have to allow it. */
  boolean intakeOpen = true;

  /** Whether its slots are in the sums over available nodes. */
  boolean counted;

  /** Its room may have changed during the event at hand. */
  boolean touched;

  /** Its places among those with room and those with a backlog, see {@link Cluster}. */
  int roomyIndex = IndexedSet.ABSENT;

  int backloggedIndex = IndexedSet.ABSENT;

  // Liveness.
  long heardNanos;
  long brokenNanos;

  /** When it was there last, if its leases are given up because it is not; else 0. */
  long crashedNanos;

  long brakedUntilNanos;
  long watchedUntilNanos;

  // Score.
  int slotsUsable;
  int failuresInRow;
  long restUntilNanos;

  // Leases.
  final AttemptList running = new AttemptList();
  final AttemptList waiting = new AttemptList();
  final AttemptList revoked = new AttemptList();
  final AttemptList stopping = new AttemptList();

  /** How many of {@link #stopping} hold a slot. */
  int stoppingInSlots;

  /** Last report or returned lease. */
  long progressNanos;

  // Measured.
  long roundTripNanos;
  double taskNanos;
  double tasksPerSecond;
  long tasksPerSecondAtNanos;
  final Map<String, NodeSpeed> speeds = new HashMap<>();
  Set<ContentHash> warm = Set.of();

  /** The last one added to {@link #servedLately}; null before. */
  JobId servedLast;

  final LinkedHashSet<JobId> servedLately = new LinkedHashSet<>();

  Node(NodeId id, long incarnation, NodeOffer offer) {
    this.id = id;
    this.incarnation = incarnation;
    this.offer = offer;
    this.slotsUsable = offer.slots();
  }

  boolean fits(Job job) {
    return offer.taskMemoryBytesMax() >= job.ticket.terms().memoryBytesMax();
  }

  /** Slots that are taken, by all we know. */
  int slotsTaken() {
    return running.size() + stoppingInSlots;
  }

  int held() {
    return slotsTaken() + waiting.size();
  }

  /** A lease would start at once. */
  boolean hasFreeSlot(long nowNanos) {
    return takesWork(nowNanos) && held() < slotsUsable;
  }

  /** It may get one more lease, to run or to hold ready. */
  boolean hasRoom(long nowNanos, SchedulerConfig.Prefetch rule) {
    if (!takesWork(nowNanos)) return false;
    if (held() < slotsUsable) return true;
    return waiting.size() < prefetch(rule)
        && waiting.estimateNanos() < rule.workMillisMax() * 1_000_000 * slotsUsable;
  }

  /** So many leases beyond the slots end within one and a half round trips; at least 1. */
  int prefetch(SchedulerConfig.Prefetch rule) {
    if (taskNanos == 0) return 1;
    double ended = 1.5 * roundTripNanos(rule) * slotsUsable / taskNanos;
    return (int) Math.min(rule.tasksMax(), Math.max(1, Math.ceil(ended)));
  }

  long roundTripNanos(SchedulerConfig.Prefetch rule) {
    return roundTripNanos > 0 ? roundTripNanos : rule.roundTripAssumedMicros() * 1_000;
  }

  /** It would take work now or soon: neither we, nor it itself, nor its absence forbids it. */
  boolean isAvailable() {
    return state == NodeState.READY && intakeOpen;
  }

  private boolean takesWork(long nowNanos) {
    return isAvailable() && nowNanos >= restUntilNanos;
  }

  /** Estimated time until one more lease would start. */
  long queueNanos(long nowNanos) {
    if (held() < slotsUsable) return 0;
    long work = waiting.estimateNanos();
    for (var attempt : running) work += attempt.remainingNanos(nowNanos);
    return work / slotsUsable;
  }

  /** When its connection broke, or else when it was heard last. */
  long silentSinceNanos() {
    return connected ? heardNanos : brokenNanos;
  }

  @Override
  public String toString() {
    return id + " " + state;
  }
}
