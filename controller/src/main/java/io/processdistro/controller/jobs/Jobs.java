package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.JobCommands;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobOrigin;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ModuleRecord;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs: takes them in, runs them under the driver's commands, writes their end down. */
public final class Jobs implements JobCommands {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final JobLimits limits;
  private final JobStore store;
  private final BlobStore blobs;
  private final Planner planner;
  private final WorkerExecutor assemblers;
  private final EventInbox inbox;
  private final NodeCommands nodes;
  private final JobClock clock;
  private final JobArchive archive;
  private final JobListener listener;
  private final RandomGenerator random;
  private final ModuleBook modules;
  private final JobWatchers watchers;
  private final IdempotencyKeys keys;
  private final Map<JobId, ActiveJob> active = new HashMap<>();
  private final ActiveJob.Surroundings surroundings = new JobSurroundings();

  public Jobs(
      Vertx vertx,
      JobLimits limits,
      JobResources resources,
      EventInbox inbox,
      NodeCommands nodes,
      JobClock clock,
      JobListener listener,
      RandomGenerator random) {
    this.limits = limits;
    this.store = resources.store();
    this.blobs = resources.blobs();
    this.planner =
        new Planner(
            resources.taskTypes(),
            blobs,
            resources.results(),
            resources.planners(),
            limits.planningMax());
    this.assemblers = resources.assemblers();
    this.inbox = inbox;
    this.nodes = nodes;
    this.clock = clock;
    this.archive = new JobArchive(resources, clock, limits.finishedKept());
    this.listener = listener;
    this.random = random;
    this.modules = resources.modules();
    this.watchers = new JobWatchers(vertx);
    this.keys = new IdempotencyKeys(limits.idempotencyKeysKept());
  }

  /**
   * Takes a job in: validated, planned, written down and given to the scheduler when the future
   * ends. Fails with a {@link JobRefusedException}.
   *
   * @param spec checked in form
   * @param request hash of what was asked for, for {@code idempotencyKey}
   */
  public Future<Submitted> submit(
      JobSpec spec, ContentHash request, Optional<String> idempotencyKey) {
    var origin = new JobOrigin(idempotencyKey, request, Optional.empty());
    if (idempotencyKey.isEmpty()) {
      return submitNew(spec, origin).map(id -> new Submitted(id, true));
    }
    boolean known = keys.knows(idempotencyKey.get());
    return keys.once(idempotencyKey.get(), request, () -> submitNew(spec, origin))
        .map(id -> new Submitted(id, !known));
  }

  /**
   * @param isNew false if an Idempotency-Key named an earlier job
   */
  public record Submitted(JobId job, boolean isNew) {}

  private Future<JobId> submitNew(JobSpec spec, JobOrigin origin) {
    if (store.unfinished() >= limits.unfinishedMax()) {
      return Future.failedFuture(
          new JobRefusedException(
              ErrorCode.OVERLOADED,
              null,
              limits.unfinishedMax() + " jobs are waiting or running already",
              "wait for some to finish, or cancel some"));
    }
    var id = JobId.random(random);
    return planner.plan(id, spec).compose(planned -> start(id, spec, origin, planned));
  }

  private Future<JobId> start(JobId id, JobSpec spec, JobOrigin origin, Planner.Planned planned) {
    var record =
        new JobRecord(
            id,
            store.nextNumber(),
            origin,
            spec,
            planned.plan().grains(),
            planned.nanos(),
            clock.now(),
            Optional.empty());
    var job = new ActiveJob(record, planned, blobs, surroundings);
    job.assembleOn(
        new AssemblyLine(
            planned.assembly(), planned.place(), assemblers, limits.congestedBytes(), job));
    return store
        .add(record)
        .onFailure(ignored -> planner.release(planned))
        .map(
            ignored -> {
              active.put(id, job);
              LOG.info(
                  "job=submitted job={} type={} grains={} plan_ms={}",
                  id,
                  spec.taskType(),
                  record.grains(),
                  planned.nanos() / 1_000_000);
              changed(job);
              inbox.feed(new Event.JobSubmitted(JobTickets.of(record, planned.plan(), clock)));
              return id;
            });
  }

  /** Ends when the job is finished one way or the other; one that is finished stays as it is. */
  public Future<Void> cancel(JobId id) {
    if (!active.containsKey(id)) return Future.succeededFuture();
    inbox.feed(new Event.JobCancelled(id));
    return awaitFinished(id, Duration.ofSeconds(10));
  }

  /** Ends when the job is finished, or when the time is up. */
  public Future<Void> awaitFinished(JobId id, Duration longest) {
    if (!active.containsKey(id)) return Future.succeededFuture();
    return watchers.await(id, JobStatus::isFinished, longest);
  }

  /** Ends when the job's version differs from the one that was seen, or when the time is up. */
  public Future<Void> awaitChange(JobId id, long seenVersion, Duration longest) {
    var job = active.get(id);
    if (job == null || job.version() != seenVersion) return Future.succeededFuture();
    return watchers.await(id, status -> status.version() != seenVersion, longest);
  }

  /**
   * The job of this id, or the only one whose id starts like this.
   *
   * @throws JobRefusedException if there is none, or more than one
   */
  public JobRecord find(String idOrPrefix) throws JobRefusedException {
    var found = store.startingWith(idOrPrefix);
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

  /** The newest first; only those with a smaller number than {@code before}. */
  public List<JobStatus> page(long before, int limit, Predicate<JobStatus> wanted) {
    return store.page(before, limit, record -> wanted.test(status(record))).stream()
        .map(this::status)
        .toList();
  }

  public JobStatus status(JobRecord record) {
    var job = active.get(record.id());
    if (job != null) return status(job);
    var stored = store.find(record.id()).orElse(record);
    long version = stored.end().map(end -> end.version()).orElse(0L);
    return new JobStatus(stored, version, Optional.empty());
  }

  private JobStatus status(ActiveJob job) {
    var startedAt = job.view().flatMap(view -> clock.instantOf(view.startedNanos()));
    return new JobStatus(
        job.record(),
        job.version(),
        Optional.of(new JobStatus.Live(job.view(), startedAt, job.slotNanos(), job.kernelNanos())));
  }

  /** Takes over how far jobs are; tells those who wait for it. */
  public void refresh(SchedulerSnapshot snapshot) {
    for (var view : snapshot.jobs()) {
      var job = active.get(view.job());
      if (job != null && job.update(view)) changed(job);
    }
  }

  private void changed(ActiveJob job) {
    changed(status(job));
  }

  private void changed(JobStatus status) {
    watchers.changed(status);
    listener.changed(status);
  }

  @Override
  public RunningJob running(JobId id) {
    return active.get(id);
  }

  private final class JobSurroundings implements ActiveJob.Surroundings {
    @Override
    public void assembled(Lease lease) {
      nodes.acknowledge(lease.node(), lease.key());
    }

    @Override
    public void pause(ActiveJob job) {
      inbox.feed(new Event.JobPaused(job.record().id()));
    }

    @Override
    public void resume(ActiveJob job) {
      inbox.feed(new Event.JobResumed(job.record().id()));
    }

    @Override
    public void grown(ActiveJob job, Growth growth) {
      var speedClass = job.record().spec().taskType() + growth.costClass();
      inbox.feed(new Event.JobGrown(job.record().id(), growth.grains(), growth.open(), speedClass));
    }

    @Override
    public void runnerKilled(
        ActiveJob job, ContentHash module, NodeId node, Outcome.Failed evidence) {
      var kill =
          new ModuleRecord.Kill(
              job.record().id(),
              node,
              clock.now(),
              evidence.message(),
              GuestLog.bounded(evidence.log()));
      modules.killed(module, kill).ifPresent(reason -> stopAllOf(module, reason));
    }

    private void stopAllOf(ContentHash module, String reason) {
      for (var job : List.copyOf(active.values())) {
        if (job.planned().plan().origin().equals(Optional.of(module))) job.stopQuarantined(reason);
      }
    }

    @Override
    public void stop(ActiveJob job) {
      inbox.feed(new Event.JobCancelled(job.record().id()));
    }

    @Override
    public void ended(ActiveJob job, ActiveJob.Ending ending) {
      archive
          .end(job, ending)
          .onFailure(e -> LOG.error("job=end-not-stored job={}", job.record().id(), e))
          .onComplete(
              ignored -> {
                active.remove(job.record().id());
                planner.release(job.planned());
                changed(status(job.record()));
                archive.forgetOldest();
              });
    }
  }
}
