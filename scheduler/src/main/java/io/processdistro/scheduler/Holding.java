package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import java.util.Optional;

/**
 * A lease that a node still has when it says hello.
 *
 * @param claim what the lease is about, if the driver knows. With it a lease of an earlier epoch is
 *     adopted where its range is still open; without it such a lease is cancelled.
 */
public record Holding(LeaseKey key, Optional<Claim> claim) {

  public record Claim(JobId job, GrainRange range) {}

  public static Holding of(LeaseKey key) {
    return new Holding(key, Optional.empty());
  }

  public static Holding of(LeaseKey key, JobId job, GrainRange range) {
    return new Holding(key, Optional.of(new Claim(job, range)));
  }
}
