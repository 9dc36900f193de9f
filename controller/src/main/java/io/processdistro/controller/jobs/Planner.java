package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.store.ResultPlace;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.SubmittedModule;
import io.processdistro.controller.tasks.TaskTypes;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has submissions planned on worker threads, a bounded number at once. */
final class Planner {
  private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

  private final TaskTypes taskTypes;
  private final BlobStore blobs;
  private final ResultFiles results;
  private final WorkerExecutor workers;
  private final int planningMax;
  private int planning;

  /**
   * A job ready to run.
   *
   * @param blobs those of the job, kept in the store until {@link Planner#release}
   * @param place where the assembly writes, and where the result stands in the end
   */
  record Planned(
      JobPlan plan, ResultAssembly assembly, ResultPlace place, KeptBlobs blobs, long nanos) {}

  /** A job of a former life, ready to go on. */
  record PlannedAgain(Planned planned, FormerTasks former) {}

  Planner(
      TaskTypes taskTypes,
      BlobStore blobs,
      ResultFiles results,
      WorkerExecutor workers,
      int planningMax) {
    this.taskTypes = taskTypes;
    this.blobs = blobs;
    this.results = results;
    this.workers = workers;
    this.planningMax = planningMax;
  }

  /** Fails with a {@link JobRefusedException} when the request is wrong or too many wait. */
  Future<Planned> plan(JobId id, JobSpec spec) {
    return inTurn(() -> planOnWorker(id, spec));
  }

  /** The plan that a submission would get; nothing of it is kept. Fails as {@link #plan} does. */
  Future<DryRun> planOnly(JobSpec spec) {
    return inTurn(
        () -> {
          var kept = new KeptBlobs(blobs);
          try {
            var request = request(spec, kept);
            long inputBytes =
                request.inputs().values().stream().mapToLong(InputBlob::lengthBytes).sum();
            var plan = taskTypes.find(spec.taskType()).plan(request, kept);
            return new DryRun(plan, inputBytes, Optional.empty());
          } catch (InvalidJobException e) {
            throw new JobRefusedException(e);
          } finally {
            kept.release();
          }
        });
  }

  private <T> Future<T> inTurn(Callable<T> work) {
    if (planning >= planningMax) {
      return Future.failedFuture(
          new JobRefusedException(
              ErrorCode.OVERLOADED,
              null,
              planningMax + " submissions wait to be planned already",
              "try again in a moment"));
    }
    planning++;
    return workers.executeBlocking(work, false).onComplete(ignored -> planning--);
  }

  /**
   * Plans a job once more that was accepted before, with the tasks that were done of it. Waits
   * behind other plans, however many there are.
   *
   * @param whatIsMissing whether tasks whose output is gone are to be run again; else a job that
   *     has one is refused
   */
  Future<PlannedAgain> planAgain(JobRecord job, JobStore store, boolean whatIsMissing) {
    return workers.executeBlocking(() -> planAgainOnWorker(job, store, whatIsMissing), false);
  }

  private PlannedAgain planAgainOnWorker(JobRecord job, JobStore store, boolean whatIsMissing)
      throws JobRefusedException, InvalidOutputException, IOException {
    results.delete(job.id());
    var planned = planOnWorker(job.id(), job.spec());
    boolean ready = false;
    try {
      var plan = planned.plan();
      var former = FormerTasks.read(job.id(), store, blobs, plan, planned.assembly());
      if (!whatIsMissing) former.requireAllUsable();
      ready = true;
      return new PlannedAgain(planned, former);
    } finally {
      if (!ready) {
        release(planned);
        planned.assembly().close();
      }
    }
  }

  /** The job that was planned will not run: lets go of everything, on a worker. */
  void abandon(Planned planned) {
    release(planned);
    workers
        .executeBlocking(
            () -> {
              planned.assembly().close();
              return null;
            },
            false)
        .onFailure(e -> LOG.warn("planner=assembly-not-closed reason=\"{}\"", e.toString()));
  }

  /** Lets go of what a plan kept in the store. */
  void release(Planned planned) {
    planned.blobs().release();
  }

  private Planned planOnWorker(JobId id, JobSpec spec) throws JobRefusedException, IOException {
    long startNanos = System.nanoTime();
    var kept = new KeptBlobs(blobs);
    try {
      var whole = taskTypes.find(spec.taskType()).plan(request(spec, kept), kept);
      var plan = spec.sampled() ? SampledPlan.of(whole) : whole;
      plan.blobs().forEach(kept::keep);
      var place = results.placeOf(id, plan.resultFormat().extension());
      var assembly = plan.assembly(place.unfinished());
      return new Planned(plan, assembly, place, kept, System.nanoTime() - startNanos);
    } catch (InvalidJobException e) {
      kept.release();
      throw new JobRefusedException(e);
    } catch (IOException | RuntimeException e) {
      kept.release();
      throw e;
    }
  }

  private JobRequest request(JobSpec spec, KeptBlobs kept) throws InvalidJobException, IOException {
    Map<String, InputBlob> inputs = new LinkedHashMap<>();
    for (var input : spec.inputs().entrySet()) {
      var name = input.getKey();
      inputs.put(
          name,
          stored(name, "inputs." + name, input.getValue().hash(), "PUT it to /v1/blobs/", kept));
    }
    if (spec.module().isEmpty()) return JobRequest.of(spec.params(), inputs, spec.outputFormat());
    var module = spec.module().get();
    var blob =
        stored(
            "module",
            "module",
            module.module(),
            "PUT the module to /v1/modules and use the hash it answers, in place of ",
            kept);
    return new JobRequest(
        spec.params(), inputs, spec.outputFormat(), Optional.of(new SubmittedModule(blob, module)));
  }

  private InputBlob stored(String name, String field, ContentHash hash, String hint, KeptBlobs kept)
      throws InvalidJobException, IOException {
    kept.keep(hash);
    var blob = blobs.load(hash);
    if (blob.isPresent()) {
      return new InputBlob(name, hash, blob.get().lengthBytes(), blob.get().path());
    }
    throw new InvalidJobException(
        ErrorCode.INVALID_INPUT,
        field,
        field + " names the blob " + hash + ", which is not stored here",
        hint + hash + " first");
  }
}
