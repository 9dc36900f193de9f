package io.processdistro.scheduler.view;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Why a job, or a range of it, is where it is.
 *
 * @param range what was asked about; empty for the whole job
 * @param why one or two sentences: what it waits for at this moment
 * @param parts where its grains are now, in order of grains; at most {@link #PARTS_MAX}
 * @param ranOn what each node did of the whole job, most grains first; rarely used ones may be
 *     summed up in one entry without a node
 * @param history what happened to it, oldest first; bounded, so the oldest may be missing
 * @param forgotten entries of the job's history that are missing
 */
public record Explanation(
    JobId job,
    Optional<GrainRange> range,
    JobState state,
    WaitReason waiting,
    String why,
    List<Part> parts,
    List<RanOn> ranOn,
    List<HistoryEntry> history,
    long forgotten) {
  public static final int PARTS_MAX = 200;

  public Explanation {
    parts = List.copyOf(parts);
    ranOn = List.copyOf(ranOn);
    history = List.copyOf(history);
  }

  /**
   * Grains in one state.
   *
   * @param node where they are; empty unless assigned, running or recalled
   * @param sinceNanos when the lease was sent or the state began; 0 if not known
   */
  public record Part(
      GrainRange range,
      PartState state,
      Optional<NodeId> node,
      Optional<LeaseKey> lease,
      long sinceNanos) {}

  public enum PartState {
    /** Never given to a node. */
    WAITING,
    /** Given back, lost or failed; waits for another node. */
    QUEUED_AGAIN,
    /** Failed; waits a moment before it is queued again. */
    DELAYED,
    /** On a node, not started. */
    ASSIGNED,
    RUNNING,
    /** Asked back from a node that has not answered yet. */
    RECALLED,
    ACCEPTED
  }

  /**
   * @param node empty for all those that are not listed one by one
   */
  public record RanOn(Optional<NodeId> node, long tasks, long grains, long slotNanos) {}
}
