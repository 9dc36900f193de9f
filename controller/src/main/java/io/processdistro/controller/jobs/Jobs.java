package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.JobCommands;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.store.StoreTroubleException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.Preview;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** All jobs: takes them in, runs them under the driver's commands, writes their end down. */
public final class Jobs implements JobCommands {
  /** Versions of one life of the controller; more than it can ever count. */
  private static final long VERSIONS_PER_EPOCH = 1L << 32;

  private final JobStore store;
  private final EventInbox inbox;
  private final JobClock clock;
  private final JobListener listener;
  private final JobWatchers watchers;
  private final long firstVersion;
  private final ActiveJobs active;
  private final Submissions submissions;
  private final FormerJobs former;
  private final Resumption resumption;

  /**
   * @param epoch one more than in the controller's former life
   */
  public Jobs(
      Vertx vertx,
      JobLimits limits,
      long epoch,
      JobResources resources,
      EventInbox inbox,
      NodeCommands nodes,
      JobClock clock,
      JobListener listener,
      RandomGenerator random) {
    this.store = resources.store();
    this.inbox = inbox;
    this.clock = clock;
    this.listener = listener;
    this.watchers = new JobWatchers(vertx);
    this.firstVersion = epoch * VERSIONS_PER_EPOCH;
    var planner =
        new Planner(
            resources.taskTypes(),
            resources.blobs(),
            resources.results(),
            resources.planners(),
            limits.planningMax());
    var reuse =
        new ResultReuse(
            store, resources.results(), resources.taskTypes(), resources.planners(), clock);
    var archive = new JobArchive(store, clock);
    this.active =
        new ActiveJobs(
            resources,
            limits,
            planner,
            archive,
            inbox,
            nodes,
            clock,
            this::changed,
            this::startOver);
    this.submissions =
        new Submissions(store, limits, planner, reuse, clock, random, active, this::changed);
    this.former =
        new FormerJobs(
            vertx, store, limits, planner, archive, active, inbox, firstVersion, this::changed);
    this.resumption = new Resumption(store, planner, active, clock, submissions);
  }

  /**
   * Takes up the unfinished jobs of the controller's former life; call it once, before anything
   * else. When the future ends nodes may say what they hold: either all these jobs are known to the
   * scheduler, or nodes have waited long enough. Never fails.
   */
  public Future<Void> restore() {
    return former.restore();
  }

  private void startOver(JobRecord job, Future<Long> nextVersion) {
    former.startOver(job, nextVersion);
  }

  /** Nothing that happens from now on is the end of a job: the next start goes on with it. */
  public void stop() {
    active.stop();
  }

  /** Why no job can be taken in, or not all are there yet; empty if all is well. */
  public Optional<String> whyUnready() {
    if (former.remaining() > 0) {
      return Optional.of(
          former.remaining() + " jobs are being taken up again from what is on disk");
    }
    return submissions.storeTrouble().map(StoreTroubleException::getMessage);
  }

  /** Whether jobs and results can be written down. */
  public StoreHealth storeHealth() {
    return store.health();
  }

  /** In the order of submission. */
  public List<JobRecord> unfinished() {
    return store.unfinishedJobs();
  }

  /** In the order in which they ended. */
  public List<JobRecord> finished() {
    return store.finishedJobs();
  }

  /**
   * Takes a job in: validated, planned, written down and given to the scheduler when the future
   * ends. Fails with a {@link JobRefusedException}, or a {@link StoreTroubleException}.
   *
   * @param spec checked in form
   * @param request hash of what was asked for, for {@code idempotencyKey}
   * @param reusable whether the result of an earlier job of the same work may be taken
   */
  public Future<Submitted> submit(
      JobSpec spec, ContentHash request, Optional<String> idempotencyKey, boolean reusable) {
    return submissions.submit(spec, request, idempotencyKey, reusable);
  }

  /**
   * What would become of a job, without taking it in: checked and planned as by {@link #submit},
   * and refused with the same.
   */
  public Future<DryRun> dryRun(JobSpec spec, boolean reusable) {
    return submissions.dryRun(spec, reusable);
  }

  /**
   * Runs a few tiles of a job, at once and wherever there is room, to see how long they take. A
   * sample that lasts longer than it may is stopped, and is what was done until then. Refused as by
   * {@link #submit}, and where its tiles cannot be told beforehand.
   *
   * @param spec of the whole job
   * @param longest how long a sample of such a plan may take
   */
  public Future<Sample> sample(JobSpec spec, Function<JobPlan, Duration> longest) {
    return submissions
        .submitSample(spec.forSampling())
        .compose(
            id -> {
              var job = active.find(id);
              return awaitFinished(id, longest.apply(SampledPlan.of(job).whole()))
                  .compose(due -> cancel(id))
                  .compose(over -> sampleOf(job, spec));
            });
  }

  private Future<Sample> sampleOf(ActiveJob job, JobSpec spec) {
    var end = store.find(job.record().id()).flatMap(JobRecord::end);
    try {
      return Future.succeededFuture(Sample.of(job, end, submissions.earlier(spec)));
    } catch (JobRefusedException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * @param isNew false if an Idempotency-Key named an earlier job
   */
  public record Submitted(JobId job, boolean isNew) {}

  /**
   * Lets a failed or cancelled job go on: what was accepted of it stays, only what is missing runs.
   * One that is not finished stays as it is. Fails with a {@link JobRefusedException}, or a {@link
   * StoreTroubleException}.
   */
  public Future<Void> resume(JobRecord job) {
    if (isUnfinished(job.id())) return Future.succeededFuture();
    return resumption.resume(job);
  }

  /** Ends when the job is finished one way or the other; one that is finished stays as it is. */
  public Future<Void> cancel(JobId id) {
    if (!isUnfinished(id)) return Future.succeededFuture();
    if (former.contains(id)) former.cancelLater(id);
    else inbox.feed(new Event.JobCancelled(id));
    return awaitFinished(id, Duration.ofSeconds(10));
  }

  private boolean isUnfinished(JobId id) {
    return active.contains(id) || former.contains(id);
  }

  /** Ends when the job is finished, or when the time is up. */
  public Future<Void> awaitFinished(JobId id, Duration longest) {
    if (!isUnfinished(id)) return Future.succeededFuture();
    return watchers.await(id, JobStatus::isFinished, longest);
  }

  /** Ends when the job's version differs from the one that was seen, or when the time is up. */
  public Future<Void> awaitChange(JobId id, long seenVersion, Duration longest) {
    if (!isUnfinished(id) || versionOf(id) != seenVersion) return Future.succeededFuture();
    return watchers.await(id, status -> status.version() != seenVersion, longest);
  }

  private long versionOf(JobId unfinished) {
    var job = active.find(unfinished);
    return job == null ? firstVersion - 1 : job.version();
  }

  /**
   * The visible job of this id, or the only one whose id starts like this; others do not exist.
   *
   * @throws JobRefusedException if there is none, or more than one
   */
  public JobRecord find(String idOrPrefix, Predicate<JobRecord> visible)
      throws JobRefusedException {
    return only(
        idOrPrefix,
        store.page(
            Long.MAX_VALUE, 2, job -> job.id().text().startsWith(idOrPrefix) && visible.test(job)));
  }

  /**
   * The job of this id, or the only one whose id starts like this.
   *
   * @throws JobRefusedException if there is none, or more than one
   */
  public JobRecord find(String idOrPrefix) throws JobRefusedException {
    return only(idOrPrefix, store.startingWith(idOrPrefix));
  }

  private static JobRecord only(String idOrPrefix, List<JobRecord> found)
      throws JobRefusedException {
    if (found.size() == 1) return found.getFirst();
    throw found.isEmpty()
        ? new JobRefusedException(
            ErrorCode.NOT_FOUND,
            "id",
            "there is no job " + idOrPrefix,
            "GET /v1/jobs lists those that are known")
        : new JobRefusedException(
            ErrorCode.CONFLICT,
            "id",
            "several jobs start with " + idOrPrefix,
            "give more characters of the id");
  }

  /** Whether there still is such a job, among the visible ones. */
  public boolean isVisible(JobId id, Predicate<JobRecord> visible) {
    return store.find(id).filter(visible).isPresent();
  }

  /** The newest first; only those with a smaller number than {@code before}. */
  public List<JobStatus> page(long before, int limit, Predicate<JobStatus> wanted) {
    return store.page(before, limit, record -> wanted.test(status(record))).stream()
        .map(this::status)
        .toList();
  }

  /** A picture of an unfinished job; empty if it has none. May be asked on any thread later on. */
  public Optional<Preview> preview(JobId unfinished) {
    return Optional.ofNullable(active.find(unfinished))
        .flatMap(job -> job.planned().assembly().preview());
  }

  public JobStatus status(JobRecord record) {
    var job = active.find(record.id());
    if (job != null) return status(job);
    var stored = store.find(record.id()).orElse(record);
    long version = stored.end().map(end -> end.version()).orElseGet(() -> versionOf(record.id()));
    return new JobStatus(stored, version, Optional.empty());
  }

  private JobStatus status(ActiveJob job) {
    var startedAt = job.view().flatMap(view -> clock.instantOf(view.startedNanos()));
    return new JobStatus(
        job.record(),
        job.version(),
        Optional.of(
            new JobStatus.Live(
                job.view(),
                startedAt,
                job.holds(),
                job.times().slotNanos(),
                job.times().kernelNanos())));
  }

  /** Takes over how far jobs are; tells those who wait for it. */
  public void refresh(SchedulerSnapshot snapshot) {
    active.refresh(snapshot);
  }

  private void changed(JobRecord job) {
    changed(status(job));
  }

  private void changed(JobStatus status) {
    watchers.changed(status);
    listener.changed(status);
  }

  @Override
  public RunningJob running(JobId id) {
    return active.find(id);
  }
}
