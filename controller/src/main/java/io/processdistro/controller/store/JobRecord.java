package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * The hard facts about a job. How far an unfinished one is, only the scheduler knows.
 *
 * @param number grows from job to job; the order of submission
 * @param grains length of the job's line
 * @param planNanos how long validating and cutting took
 * @param end empty while the job is not finished
 */
public record JobRecord(
    JobId id,
    long number,
    JobSpec spec,
    long grains,
    long planNanos,
    Instant submittedAt,
    Optional<JobEnd> end) {

  public JobRecord ended(JobEnd how) {
    return new JobRecord(id, number, spec, grains, planNanos, submittedAt, Optional.of(how));
  }
}
