package io.processdistro.common.wire;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import java.util.Optional;

/**
 * A lease that a node still has when it connects, and how far it is.
 *
 * @param claim what the lease is about, so that a controller that does not know it (any more) can
 *     take it over; empty from nodes before minor version {@link WireLimits#CLAIM_SINCE_MINOR}
 */
public record HeldLease(LeaseKey lease, State state, Optional<Claim> claim) {
  public enum State {
    WAITING,
    RUNNING,
    /** Ended; its report follows until it is acknowledged. */
    REPORTED
  }

  /** The grains {@code [from, to)} of a job. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record Claim(JobId job, long from, long to) {
    public Claim {
      new GrainRange(from, to); // refuses what is none
    }

    public GrainRange range() {
      return new GrainRange(from, to);
    }
  }
}
