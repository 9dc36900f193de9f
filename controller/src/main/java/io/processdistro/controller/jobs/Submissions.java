package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.JobOrigin;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.store.StoreTroubleException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes new jobs in: under way, or finished already if an earlier one did the same work. Belongs to
 * the event loop.
 */
final class Submissions {
  private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);

  private final JobStore store;
  private final JobLimits limits;
  private final Planner planner;
  private final ResultReuse reuse;
  private final JobClock clock;
  private final RandomGenerator random;
  private final ActiveJobs active;
  private final Consumer<JobRecord> finished;
  private final IdempotencyKeys keys;

  /**
   * @param finished told of jobs that have their result at once; those under way {@code active}
   *     tells of
   */
  Submissions(
      JobStore store,
      JobLimits limits,
      Planner planner,
      ResultReuse reuse,
      JobClock clock,
      RandomGenerator random,
      ActiveJobs active,
      Consumer<JobRecord> finished) {
    this.store = store;
    this.limits = limits;
    this.planner = planner;
    this.reuse = reuse;
    this.clock = clock;
    this.random = random;
    this.active = active;
    this.finished = finished;
    this.keys = new IdempotencyKeys(store);
  }

  /** As {@link Jobs#submit}. */
  Future<Jobs.Submitted> submit(
      JobSpec spec, ContentHash request, Optional<String> idempotencyKey, boolean reusable) {
    var origin = new JobOrigin(idempotencyKey, request, Optional.empty());
    if (idempotencyKey.isEmpty()) {
      return submitNew(spec, origin, reusable).map(id -> new Jobs.Submitted(id, true));
    }
    boolean known = keys.knows(idempotencyKey.get());
    return keys.once(idempotencyKey.get(), request, () -> submitNew(spec, origin, reusable))
        .map(id -> new Jobs.Submitted(id, !known));
  }

  /** As {@link Jobs#dryRun}. */
  Future<DryRun> dryRun(JobSpec spec, boolean reusable) {
    var refusal = whyNotTaken();
    if (refusal.isPresent()) return Future.failedFuture(refusal.get());
    return planner
        .planOnly(spec)
        .map(planned -> reusable ? planned.reusing(reuse.earlier(spec)) : planned);
  }

  /**
   * As {@link #submit}, computed in any case.
   *
   * @param sampled a spec for sampling
   */
  Future<JobId> submitSample(JobSpec sampled) {
    var refusal = whyNotTaken();
    if (refusal.isPresent()) return Future.failedFuture(refusal.get());
    var id = JobId.random(random);
    var request = ContentHash.of(id.text().getBytes(StandardCharsets.US_ASCII));
    return plan(id, sampled, new JobOrigin(Optional.empty(), request, Optional.empty()));
  }

  /** The job whose result would be taken instead of computing it again. */
  Optional<JobId> earlier(JobSpec spec) {
    return reuse.earlier(spec);
  }

  /** Why jobs cannot be written down at present; empty if they can. */
  Optional<StoreTroubleException> storeTrouble() {
    var health = store.health();
    return health instanceof StoreHealth.Healthy
        ? Optional.empty()
        : Optional.of(StoreTroubleException.of(health));
  }

  /** Why one more would be too many; empty if it would not. */
  Optional<JobRefusedException> tooMany() {
    if (store.unfinished() < limits.unfinishedMax()) return Optional.empty();
    return Optional.of(
        new JobRefusedException(
            ErrorCode.OVERLOADED,
            null,
            limits.unfinishedMax() + " jobs are waiting or running already",
            "wait for some to finish, or cancel some"));
  }

  private Optional<? extends Exception> whyNotTaken() {
    var trouble = storeTrouble();
    return trouble.isPresent() ? trouble : tooMany();
  }

  private Future<JobId> submitNew(JobSpec spec, JobOrigin origin, boolean reusable) {
    var refusal = whyNotTaken();
    if (refusal.isPresent()) return Future.failedFuture(refusal.get());
    var id = JobId.random(random);
    if (!reusable) return plan(id, spec, origin);
    return reuse
        .find(id, spec, origin)
        .compose(found -> found.isPresent() ? addFinished(found.get()) : plan(id, spec, origin));
  }

  private Future<JobId> addFinished(JobRecord job) {
    return store
        .add(job.reopened())
        .compose(ignored -> store.end(job))
        .map(
            ignored -> {
              LOG.info("job=reused job={} result={}", job.id(), job.end());
              finished.accept(job);
              return job.id();
            });
  }

  private Future<JobId> plan(JobId id, JobSpec spec, JobOrigin origin) {
    return planner.plan(id, spec).compose(planned -> start(id, spec, origin, planned));
  }

  private Future<JobId> start(JobId id, JobSpec spec, JobOrigin origin, Planner.Planned planned) {
    var record =
        new JobRecord(
            id,
            store.nextNumber(),
            reuse.originOf(spec, origin, planned.plan()),
            spec,
            planned.plan().grains(),
            planned.nanos(),
            clock.now(),
            Optional.empty());
    return store
        .add(record)
        .onFailure(ignored -> planner.abandon(planned))
        .map(
            ignored -> {
              LOG.info(
                  "job=submitted job={} type={} grains={} plan_ms={}",
                  id,
                  spec.taskType(),
                  record.grains(),
                  planned.nanos() / 1_000_000);
              active.enter(record, planned, Optional.empty(), ActiveJob.Life.FIRST);
              return id;
            });
  }
}
