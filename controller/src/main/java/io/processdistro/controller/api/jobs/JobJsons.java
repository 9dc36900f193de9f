package io.processdistro.controller.api.jobs;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.http.ApiNames;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.jobs.Hold;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.live.Eta;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.view.AttemptCounts;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows jobs as the API does. */
public final class JobJsons {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String RESTORING = "restoring";

  private final InstantSource clock;

  public JobJsons(InstantSource clock) {
    this.clock = clock;
  }

  public JobJson of(JobStatus job) {
    var record = job.record();
    var end = record.end();
    return new JobJson(
        record.id().text(),
        record.spec().taskType(),
        stateOf(job),
        job.version(),
        record.spec().rules().submitter(),
        ApiNames.nameOf(record.spec().rules().priority()),
        record.spec().params(),
        record.spec().module().map(module -> module.module().toString()).orElse(null),
        record.spec().sampled(),
        record.submittedAt().toString(),
        textOf(startedAt(job)),
        textOf(end.map(JobEnd::at)),
        progress(job),
        waitingCode(job).orElse(null),
        waitingReason(job).orElse(null),
        end.flatMap(JobEnd::result).map(result -> result(record, result)).orElse(null),
        end.flatMap(JobJsons::failure).orElse(null),
        timing(job),
        stats(job),
        links(record));
  }

  /** queued, running, completed, failed or cancelled. */
  static String stateOf(JobStatus job) {
    if (job.record().end().isPresent()) {
      return switch (job.record().end().get().outcome()) {
        case JobOutcome.Completed completed -> "completed";
        case JobOutcome.Failed failed -> "failed";
        case JobOutcome.Cancelled cancelled -> "cancelled";
      };
    }
    return job.live()
        .flatMap(JobStatus.Live::view)
        .map(view -> view.state() == JobState.QUEUED ? "queued" : "running")
        .orElse("queued");
  }

  /** As a row of a list, without what can be long. */
  public static OverviewJson.JobRow row(JobStatus job, Optional<Eta> eta) {
    var record = job.record();
    var progress = progress(job);
    return new OverviewJson.JobRow(
        record.id().text(),
        record.spec().taskType(),
        stateOf(job),
        record.spec().rules().submitter(),
        ApiNames.nameOf(record.spec().rules().priority()),
        record.spec().sampled(),
        progress.fraction(),
        progress.grainsDone(),
        progress.grainsTotal(),
        record.submittedAt().toString(),
        textOf(record.end().map(JobEnd::at)),
        eta.map(JobJsons::eta).orElse(null),
        waitingReason(job).orElse(null));
  }

  /** Tenths of a second are all that it can be good for. */
  public static OverviewJson.Eta eta(Eta eta) {
    return new OverviewJson.Eta(
        Math.round(10 * eta.lowSeconds()) / 10.0, Math.round(10 * eta.highSeconds()) / 10.0);
  }

  /** The name to save the result under. */
  static String fileNameOf(JobRecord record, JobEnd.Result result) {
    return record.spec().taskType() + "-" + record.id() + "." + result.format();
  }

  private static Optional<Instant> startedAt(JobStatus job) {
    return job.record().end().isPresent()
        ? job.record().end().get().startedAt()
        : job.live().flatMap(JobStatus.Live::startedAt);
  }

  private static String textOf(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }

  private static JobJson.Progress progress(JobStatus job) {
    var grains = job.live().flatMap(JobStatus.Live::view).map(JobView::grains);
    var tally = job.record().end().map(JobEnd::tally);
    long total =
        tally
            .map(JobEnd.Tally::grains)
            .orElseGet(
                () -> grains.map(JobView.Grains::total).orElseGet(() -> job.record().grains()));
    long done =
        tally
            .map(JobEnd.Tally::grainsDone)
            .orElseGet(() -> grains.map(JobView.Grains::done).orElse(0L));
    long running = job.isFinished() ? 0 : grains.map(JobView.Grains::running).orElse(0L);
    boolean open = !job.isFinished() && grains.map(JobView.Grains::open).orElse(false);
    return new JobJson.Progress(total, open, done, running, (double) done / total);
  }

  private static Optional<String> waitingCode(JobStatus job) {
    if (isComingBack(job)) return Optional.of(RESTORING);
    return wait(job).filter(reason -> reason != WaitReason.NOTHING_WAITS).map(ApiNames::nameOf);
  }

  private static Optional<String> waitingReason(JobStatus job) {
    if (job.isBeingRestored()) {
      return Optional.of("it is being taken up again from what is on disk");
    }
    return wait(job).flatMap(reason -> waitingReason(job, reason));
  }

  /** Whether the controller has just started and nothing of the job is given out yet. */
  private static boolean isComingBack(JobStatus job) {
    return job.isBeingRestored() || holds(job).contains(Hold.NODES_RETURNING);
  }

  private static Optional<WaitReason> wait(JobStatus job) {
    return job.live().flatMap(JobStatus.Live::view).map(JobView::waiting);
  }

  private static Set<Hold> holds(JobStatus job) {
    return job.live().map(JobStatus.Live::holds).orElse(Set.of());
  }

  private static Optional<String> waitingReason(JobStatus job, WaitReason reason) {
    return switch (reason) {
      case NOTHING_WAITS -> Optional.empty();
      case NEXT_STAGE -> Optional.of("its next stage is made from the results of the last one");
      case NO_NODES -> Optional.of("no node is connected");
      case NO_NODE_FITS ->
          Optional.of(
              "no connected node offers the memory that a task of it needs (\"controller explain\""
                  + " has the figures)");
      case PAUSED -> Optional.of(pauseReason(holds(job)));
      case SLOT_CAP -> Optional.of("it has as many slots as its slots_max allows");
      case RETRY -> Optional.of("failed tasks wait for their next attempt");
      case BUSY -> Optional.of("every slot is busy");
    };
  }

  private static String pauseReason(Set<Hold> holds) {
    if (holds.contains(Hold.STORE_TROUBLE)) {
      return "the controller cannot write results down (\"GET /readyz\" says why)";
    }
    if (holds.contains(Hold.NODES_RETURNING)) {
      return "the controller has just started: nodes get a moment to come back with what they run";
    }
    return "its results are written more slowly than made";
  }

  private static JobJson.Result result(JobRecord record, JobEnd.Result result) {
    return new JobJson.Result(
        result.lengthBytes(),
        result.format(),
        result.contentType(),
        fileNameOf(record, result),
        null,
        result.reusedFrom().map(JobId::text).orElse(null));
  }

  private static Optional<JobJson.Failure> failure(JobEnd end) {
    return switch (end.outcome()) {
      case JobOutcome.Failed failed ->
          Optional.of(
              new JobJson.Failure(
                  failed.code().name(),
                  failed.message(),
                  null,
                  failed.range().map(Object::toString).orElse(null),
                  failed.nodes().stream().map(NodeId::text).toList(),
                  end.log().isEmpty() ? null : end.log()));
      case JobOutcome.Completed completed -> Optional.empty();
      case JobOutcome.Cancelled cancelled -> Optional.empty();
    };
  }

  private JobJson.Timing timing(JobStatus job) {
    var record = job.record();
    double planMillis = record.planNanos() / NANOS_PER_MILLI;
    if (record.end().isPresent()) {
      var end = record.end().get();
      var times = end.times();
      double runMillis = times.runNanos() / NANOS_PER_MILLI;
      double finishMillis = times.finishNanos() / NANOS_PER_MILLI;
      return new JobJson.Timing(
          planMillis,
          runMillis,
          finishMillis,
          planMillis + runMillis + finishMillis,
          times.slotNanos() / NANOS_PER_MILLI,
          times.kernelNanos() / NANOS_PER_MILLI);
    }
    double sinceMillis =
        Duration.between(record.submittedAt(), clock.instant()).toNanos() / NANOS_PER_MILLI;
    return new JobJson.Timing(
        planMillis,
        sinceMillis,
        0,
        planMillis + sinceMillis,
        job.live().map(JobStatus.Live::slotNanos).orElse(0L) / NANOS_PER_MILLI,
        job.live().map(JobStatus.Live::kernelNanos).orElse(0L) / NANOS_PER_MILLI);
  }

  private static JobJson.Stats stats(JobStatus job) {
    if (job.record().end().isPresent()) {
      var tally = job.record().end().get().tally();
      return stats(tally.attempts(), tally.retries(), tally.steals(), tally.hedges());
    }
    return job.live()
        .flatMap(JobStatus.Live::view)
        .map(view -> stats(view.attempts(), view.retries(), view.steals(), view.hedges()))
        .orElseGet(() -> stats(AttemptCounts.NONE, 0, 0, 0));
  }

  private static JobJson.Stats stats(
      AttemptCounts attempts, long retries, long steals, long hedges) {
    return new JobJson.Stats(
        attempts.issued(),
        attempts.accepted(),
        attempts.duplicate(),
        attempts.stale(),
        attempts.invalid(),
        attempts.failed(),
        attempts.cancelled(),
        attempts.lost(),
        retries,
        steals,
        hedges);
  }

  private static JobJson.Links links(JobRecord record) {
    var self = "/v1/jobs/" + record.id();
    return new JobJson.Links(
        self, self + "/result", self + "/tasks", self + "/events", self + "/explain");
  }

  static JobJson.Page page(List<JobJson> jobs, String nextCursor) {
    return new JobJson.Page(jobs, nextCursor);
  }
}
