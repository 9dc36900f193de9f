package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * The hard facts about a job. How far an unfinished one is, only the scheduler knows.
 *
 * @param number grows from job to job; the order of submission
 * @param grains length of the job's line when it was submitted; a line of several stages grows
 * @param planNanos how long validating and cutting took
 * @param end empty while the job is not finished
 */
public record JobRecord(
    JobId id,
    long number,
    JobOrigin origin,
    JobSpec spec,
    long grains,
    long planNanos,
    Instant submittedAt,
    Optional<JobEnd> end) {

  public JobRecord ended(JobEnd how) {
    return with(Optional.of(how));
  }

  /** As it was before it ended. */
  public JobRecord reopened() {
    return with(Optional.empty());
  }

  private JobRecord with(Optional<JobEnd> newEnd) {
    return new JobRecord(id, number, origin, spec, grains, planNanos, submittedAt, newEnd);
  }
}
