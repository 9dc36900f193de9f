package io.processdistro.controller.jobs;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobOrigin;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.store.ResultPlace;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.view.AttemptCounts;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;

/**
 * Answers a job with the result of an earlier one of the same work. Only results that follow from
 * the request alone count: a job whose module asks for random bytes, or that may not be hedged
 * because its tasks are not pure, is computed each time.
 */
final class ResultReuse {
  private static final long VERSION = 1;

  private final JobStore store;
  private final ResultFiles results;
  private final TaskTypes taskTypes;
  private final WorkerExecutor workers;
  private final JobClock clock;

  ResultReuse(
      JobStore store,
      ResultFiles results,
      TaskTypes taskTypes,
      WorkerExecutor workers,
      JobClock clock) {
    this.store = store;
    this.results = results;
    this.taskTypes = taskTypes;
    this.workers = workers;
    this.clock = clock;
  }

  /** With what another job would have to share for the result of this one to be its result too. */
  JobOrigin originOf(JobSpec spec, JobOrigin origin, JobPlan plan) {
    if (!plan.repeatable()) return origin;
    return workOf(spec).map(origin::withWork).orElse(origin);
  }

  /** Empty for a job that is computed each time, or refused anyway. */
  private Optional<ContentHash> workOf(JobSpec spec) {
    if (!spec.rules().hedging()) return Optional.empty();
    try {
      return Optional.of(WorkHash.of(spec, taskTypes.find(spec.taskType())));
    } catch (InvalidJobException unknownType) {
      return Optional.empty();
    }
  }

  /**
   * The job of that id as a finished one, with its own copy of an earlier result; empty if there is
   * none.
   */
  Future<Optional<JobRecord>> find(JobId id, JobSpec spec, JobOrigin origin) {
    var work = workOf(spec);
    var earlier = earlierJob(spec);
    var result = earlier.flatMap(JobRecord::end).flatMap(JobEnd::result);
    if (result.isEmpty()) return Future.succeededFuture(Optional.empty());
    var place = results.placeOf(id, result.get().format());
    return workers
        .executeBlocking(() -> place.keepCopyOf(result.get().path()), false)
        .map(
            kept ->
                kept
                    ? Optional.of(
                        finished(
                            id, spec, origin.withWork(work.orElseThrow()), earlier.get(), place))
                    : Optional.empty());
  }

  /** The job whose result {@link #find} would take. */
  Optional<JobId> earlier(JobSpec spec) {
    return earlierJob(spec)
        .filter(job -> job.end().flatMap(JobEnd::result).isPresent())
        .map(JobRecord::id);
  }

  private Optional<JobRecord> earlierJob(JobSpec spec) {
    return workOf(spec).flatMap(store::completed).filter(job -> isOfSameSubmitter(job, spec));
  }

  /** What others had computed, and that they had, is theirs to know. */
  private static boolean isOfSameSubmitter(JobRecord earlier, JobSpec spec) {
    return earlier.spec().rules().submitter().equals(spec.rules().submitter());
  }

  private JobRecord finished(
      JobId id, JobSpec spec, JobOrigin origin, JobRecord earlier, ResultPlace place) {
    var earlierEnd = earlier.end().orElseThrow();
    var result = earlierEnd.result().orElseThrow();
    long grains = earlierEnd.tally().grains();
    var now = clock.now();
    var end =
        new JobEnd(
            now,
            VERSION,
            Optional.empty(),
            new JobOutcome.Completed(),
            "",
            Optional.of(
                new JobEnd.Result(
                    place.path(),
                    result.lengthBytes(),
                    result.format(),
                    result.contentType(),
                    Optional.of(result.reusedFrom().orElse(earlier.id())))),
            new JobEnd.Tally(grains, grains, AttemptCounts.NONE, 0, 0, 0),
            new JobEnd.Times(0, 0, 0, 0));
    return new JobRecord(
        id, store.nextNumber(), origin, spec, earlier.grains(), 0, now, Optional.of(end));
  }
}
