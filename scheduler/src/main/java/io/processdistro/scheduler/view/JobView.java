package io.processdistro.scheduler.view;

import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import java.util.Optional;

/**
 * A job at one moment.
 *
 * @param grains how far it is
 * @param steals tasks moved from one node to another before they started
 * @param hedges tasks of which a second copy was started
 * @param retries tasks that went back to the queue after a failure or a loss
 * @param submittedNanos scheduler's clock
 * @param startedNanos when its first lease was issued; 0 if none was
 * @param endedNanos 0 if not ended
 * @param outcome present once it has ended
 */
public record JobView(
    JobId job,
    String submitter,
    Priority priority,
    String speedClass,
    JobState state,
    WaitReason waiting,
    Grains grains,
    AttemptCounts attempts,
    long steals,
    long hedges,
    long retries,
    long submittedNanos,
    long startedNanos,
    long endedNanos,
    Optional<JobOutcome> outcome) {

  public JobView withAttempts(AttemptCounts newAttempts) {
    return new JobView(
        job,
        submitter,
        priority,
        speedClass,
        state,
        waiting,
        grains,
        newAttempts,
        steals,
        hedges,
        retries,
        submittedNanos,
        startedNanos,
        endedNanos,
        outcome);
  }

  /**
   * @param total as far as it is known
   * @param open more may follow
   * @param done accepted
   * @param running out on nodes, started or not
   */
  public record Grains(long total, boolean open, long done, long running) {
    public long waiting() {
      return total - done - running;
    }
  }
}
