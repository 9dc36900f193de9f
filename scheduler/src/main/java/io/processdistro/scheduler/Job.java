package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.scheduler.structures.MedianEstimate;
import io.processdistro.scheduler.structures.RangeSet;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.WaitReason;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One job. Its grains are, at any time, in exactly one of: {@link #fresh}, {@link #accepted}, or a
 * task that is leased, queued or delayed.
 */
final class Job {
  final JobTicket ticket;

  /** Order of submission. */
  final long order;

  final long submittedNanos;
  final History history;

  /** Length of the line as far as it is known. */
  long grains;

  /** More grains may follow. */
  boolean open;

  /** Where the last stage begins; 0 if the line never grew. */
  long stageFrom;

  final Tally tally = new Tally();
  final Workers workers = new Workers();

  /** Never carved. */
  final RangeSet fresh = new RangeSet();

  final RangeSet accepted = new RangeSet();

  /** Tasks in state QUEUED, in the order in which they came back. */
  final Set<Task> queued = new LinkedHashSet<>();

  long grainsQueued;

  /** Tasks in state DELAYED, and their grains. */
  final Set<Task> delayed = new LinkedHashSet<>();

  long grainsDelayed;

  /** Grains of tasks in state LEASED. */
  long grainsLeased;

  JobState state = JobState.QUEUED;

  /** Leases that wait or run and count: what the cap is about. */
  int leasesOut;

  long startedNanos;
  long endedNanos;
  Optional<JobOutcome> outcome = Optional.empty();

  long steals;
  long hedges;
  long retries;

  /** Leases that nodes had already; they may exceed the cap. */
  long adoptions;

  /** Of the last stage. */
  long tasksDone;

  // What was measured of the last stage; see SpeedBook.
  SpeedClass speedClass;
  double nanosPerGrain;
  long samples;
  long grainsMeasuredMax;
  MedianEstimate picosPerGrain = new MedianEstimate();

  // Place in the queue; see FairQueue.
  Lane lane;
  Line line;
  boolean inLine;

  /** The room version at which no node with room could take anything of it. */
  long stuckAt = -1;

  Job(JobTicket ticket, long order, long submittedNanos, int historyEntries) {
    this.ticket = ticket;
    this.order = order;
    this.submittedNanos = submittedNanos;
    this.history = new History(historyEntries);
    this.grains = ticket.work().grains();
    this.open = ticket.work().open();
    fresh.add(new GrainRange(0, grains));
    for (var range : ticket.work().accepted()) {
      fresh.remove(range);
      accepted.add(range);
    }
  }

  /** Another stage: nothing that was measured of the former ones holds for it. */
  void grow(long newGrains, boolean stillOpen) {
    if (newGrains > grains) {
      fresh.add(new GrainRange(grains, newGrains));
      stageFrom = grains;
      grains = newGrains;
      tasksDone = 0;
      samples = 0;
      grainsMeasuredMax = 0;
      picosPerGrain = new MedianEstimate();
    }
    open = stillOpen;
  }

  /** Whether a node with room could get something of it now. */
  boolean ready() {
    boolean startable = state == JobState.QUEUED || state == JobState.RUNNING;
    return startable
        && leasesOut < ticket.share().slotsMax()
        && (!fresh.isEmpty() || !queued.isEmpty());
  }

  boolean complete() {
    return !open && accepted.grains() == grains;
  }

  /** Grains of the last stage that were accepted; stages follow each other. */
  long stageGrainsDone() {
    return Math.max(0, accepted.grains() - stageFrom);
  }

  /** Grains that could be given to a node now, but for caps and pauses. */
  long grainsWaiting() {
    return fresh.grains() + grainsQueued;
  }

  WaitReason waitReason(int nodesReady) {
    if (state.ended()) return WaitReason.NOTHING_WAITS;
    if (open && accepted.grains() == grains) return WaitReason.NEXT_STAGE;
    if (grainsWaiting() + grainsDelayed == 0) return WaitReason.NOTHING_WAITS;
    if (state == JobState.PAUSED) return WaitReason.PAUSED;
    if (nodesReady == 0) return WaitReason.NO_NODES;
    if (lane.nodesFitting == 0) return WaitReason.NO_NODE_FITS;
    if (leasesOut >= ticket.share().slotsMax()) return WaitReason.SLOT_CAP;
    if (fresh.isEmpty() && (grainsDelayed > 0 || stuckAt >= 0)) return WaitReason.RETRY;
    return WaitReason.BUSY;
  }

  @Override
  public String toString() {
    return ticket.job() + " " + state;
  }
}
