package io.processdistro.controller.jobs;

import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.view.AttemptCounts;
import io.processdistro.scheduler.view.JobView;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes ends of jobs down. */
final class JobArchive {
  private static final Logger LOG = LoggerFactory.getLogger(JobArchive.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final JobStore store;
  private final JobClock clock;

  JobArchive(JobStore store, JobClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Replaces the job's record by one with its end. */
  Future<Void> end(ActiveJob job, ActiveJob.Ending ending) {
    var last = ending.last();
    var end =
        new JobEnd(
            clock.now(),
            job.version(),
            clock.instantOf(last.startedNanos()),
            ending.outcome(),
            ending.log(),
            ending.result(),
            new JobEnd.Tally(
                last.grains().total(),
                last.grains().done(),
                last.attempts(),
                last.retries(),
                last.steals(),
                last.hedges()),
            new JobEnd.Times(
                runNanos(job, last),
                clock.nanos() - last.endedNanos(),
                job.times().slotNanos(),
                job.times().kernelNanos()));
    log(job, end);
    return store.end(job.record().ended(end));
  }

  /** Of a job that had a life before this one, the time between its lives counts too. */
  private long runNanos(ActiveJob job, JobView last) {
    return job.hadFormerLife()
        ? clock.nanosSince(job.record().submittedAt()) - (clock.nanos() - last.endedNanos())
        : last.endedNanos() - last.submittedNanos();
  }

  /** Writes down that a job of a former life cannot go on. */
  Future<Void> endLost(JobRecord job, JobOutcome.Failed why, long version) {
    LOG.error("job=lost job={} code={} reason=\"{}\"", job.id(), why.code(), why.message());
    var end =
        new JobEnd(
            clock.now(),
            version,
            Optional.empty(),
            why,
            "",
            Optional.empty(),
            new JobEnd.Tally(job.grains(), 0, AttemptCounts.NONE, 0, 0, 0),
            new JobEnd.Times(0, 0, 0, 0));
    return store.end(job.ended(end));
  }

  private static void log(ActiveJob job, JobEnd end) {
    var state =
        switch (end.outcome()) {
          case JobOutcome.Completed completed -> "completed";
          case JobOutcome.Cancelled cancelled -> "cancelled";
          case JobOutcome.Failed failed -> "failed";
        };
    LOG.info(
        "job={} job={} run_ms={} finish_ms={} attempts={}",
        state,
        job.record().id(),
        end.times().runNanos() / NANOS_PER_MILLI,
        end.times().finishNanos() / NANOS_PER_MILLI,
        end.tally().attempts().issued());
  }
}
