package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.scheduler.JobOutcome;
import io.vertx.core.Future;
import java.util.Optional;

/** Lets finished jobs go on of which something is missing. Belongs to the event loop. */
final class Resumption {
  private final JobStore store;
  private final Planner planner;
  private final ActiveJobs active;
  private final JobClock clock;
  private final Submissions submissions;

  Resumption(
      JobStore store, Planner planner, ActiveJobs active, JobClock clock, Submissions submissions) {
    this.store = store;
    this.planner = planner;
    this.active = active;
    this.clock = clock;
    this.submissions = submissions;
  }

  /**
   * Ends when the job is under way. Fails with a {@link JobRefusedException} if it cannot go on.
   *
   * @param job finished
   */
  Future<Void> resume(JobRecord job) {
    var end = job.end().orElseThrow();
    var refusal = refusal(job, end).or(submissions::tooMany);
    if (refusal.isPresent()) return Future.failedFuture(refusal.get());
    return planner
        .planAgain(job, store, true)
        .compose(
            again -> {
              // Somebody else may have had the same idea meanwhile.
              if (active.contains(job.id())) {
                planner.abandon(again.planned());
                return Future.succeededFuture();
              }
              return store
                  .reopen(job.reopened())
                  .onFailure(ignored -> planner.abandon(again.planned()))
                  .onSuccess(ignored -> active.goOn(job.reopened(), again, end.version() + 1));
            });
  }

  private Optional<JobRefusedException> refusal(JobRecord job, JobEnd end) {
    if (end.outcome() instanceof JobOutcome.Completed) {
      return refused(job, "is completed: nothing of it is missing", "take its result");
    }
    var now = clock.now();
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
