package io.processdistro.scheduler.view;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import java.util.Optional;

/**
 * Something that happened to a job or to one of its tasks.
 *
 * @param nanos scheduler's clock
 * @param range the grains concerned; empty if the whole job is
 * @param note the reason, in words; may be empty
 */
public record HistoryEntry(
    long nanos,
    Kind kind,
    Optional<GrainRange> range,
    Optional<NodeId> node,
    Optional<LeaseKey> lease,
    String note) {

  public enum Kind {
    SUBMITTED,
    /** Its line became longer, or it is known that it does not. */
    GREW,
    ASSIGNED,
    ACCEPTED,
    /** Moved from a node before it started there. */
    STOLEN,
    /** A second copy of a slow task was started. */
    HEDGED,
    /** Asked back from a node before it started there, for another reason than stealing. */
    RECALLED,
    /** Goes back to the queue. */
    RETRIED,
    SPLIT,
    FAILED,
    /** A report was not accepted. */
    REFUSED,
    LOST,
    /** A lease of a former life of the controller or the node, or one given up, was taken over. */
    ADOPTED,
    PAUSED,
    RESUMED,
    ENDED;

    /** Happens to every task; such entries are kept apart, so that they do not push out others. */
    public boolean routine() {
      return switch (this) {
        case ASSIGNED, ACCEPTED -> true;
        case SUBMITTED, GREW, STOLEN, HEDGED, RECALLED, RETRIED, SPLIT, FAILED, REFUSED, LOST ->
            false;
        case ADOPTED, PAUSED, RESUMED, ENDED -> false;
      };
    }
  }
}
