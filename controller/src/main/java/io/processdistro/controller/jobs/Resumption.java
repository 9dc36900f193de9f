package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.JobOutcome;
import java.time.Instant;
import java.util.Optional;

/** Which finished jobs can go on. */
final class Resumption {
  private Resumption() {}

  /** Empty if it can. */
  static Optional<JobRefusedException> refusal(JobRecord job, JobEnd end, Instant now) {
    if (end.outcome() instanceof JobOutcome.Completed) {
      return refused(job, "is completed: nothing of it is missing", "take its result");
    }
    if (job.spec().rules().deadline().filter(deadline -> !deadline.isAfter(now)).isPresent()) {
      return refused(job, "has a deadline that has passed", "submit it anew with a later one");
    }
    return Optional.empty();
  }

  private static Optional<JobRefusedException> refused(JobRecord job, String why, String hint) {
    return Optional.of(
        new JobRefusedException(ErrorCode.CONFLICT, null, "job " + job.id() + " " + why, hint));
  }
}
