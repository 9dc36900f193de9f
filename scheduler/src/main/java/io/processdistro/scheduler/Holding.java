package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import java.util.Optional;

/**
 * A lease that a node still has when it says hello.
 *
 * @param ended nothing of it runs any more; its report follows
 * @param claim what the lease is about, if the node tells. With it a lease that does not count (any
 *     more), because it is of an earlier epoch, of a former life of the node, or was given up, is
 *     adopted where its range is still open; without it such a lease is turned away.
 */
public record Holding(LeaseKey key, boolean ended, Optional<Claim> claim) {

  public record Claim(JobId job, GrainRange range) {}

  public static Holding of(LeaseKey key) {
    return new Holding(key, false, Optional.empty());
  }

  public static Holding of(LeaseKey key, JobId job, GrainRange range) {
    return new Holding(key, false, Optional.of(new Claim(job, range)));
  }

  /** The same lease, over. */
  public Holding asEnded() {
    return new Holding(key, true, claim);
  }
}
