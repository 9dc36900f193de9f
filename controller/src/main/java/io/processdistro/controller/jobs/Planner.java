package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.store.StoredBlob;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskTypes;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Has submissions planned on worker threads, a bounded number at once. */
final class Planner {
  private final TaskTypes taskTypes;
  private final BlobStore blobs;
  private final ResultFiles results;
  private final WorkerExecutor workers;
  private final int planningMax;
  private int planning;

  /**
   * A job ready to run.
   *
   * @param pinned blobs that stay in the store until {@link Planner#release}
   * @param target where the assembly writes
   */
  record Planned(
      JobPlan plan, ResultAssembly assembly, Path target, Set<ContentHash> pinned, long nanos) {}

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
    if (planning >= planningMax) {
      return Future.failedFuture(
          new JobRefusedException(
              ErrorCode.OVERLOADED,
              null,
              planningMax + " submissions wait to be planned already",
              "try again in a moment"));
    }
    planning++;
    return workers
        .executeBlocking(() -> planOnWorker(id, spec), false)
        .onComplete(ignored -> planning--);
  }

  /** Lets go of what a plan kept in the store. */
  void release(Planned planned) {
    planned.pinned().forEach(blobs::unpin);
  }

  private Planned planOnWorker(JobId id, JobSpec spec) throws JobRefusedException, IOException {
    long startNanos = System.nanoTime();
    var pinned = new HashSet<ContentHash>();
    try {
      var plan = taskTypes.find(spec.taskType()).plan(request(spec, pinned), blobs::put);
      for (var hash : plan.blobs()) pin(hash, pinned);
      var target = results.pathOf(id, plan.resultFormat().extension());
      var assembly = plan.assembly(target);
      return new Planned(plan, assembly, target, pinned, System.nanoTime() - startNanos);
    } catch (InvalidJobException e) {
      pinned.forEach(blobs::unpin);
      throw new JobRefusedException(
          e.code(), e.field(), e.getMessage(), e.hint().isEmpty() ? null : e.hint());
    } catch (IOException | RuntimeException e) {
      pinned.forEach(blobs::unpin);
      throw e;
    }
  }

  private JobRequest request(JobSpec spec, Set<ContentHash> pinned) throws InvalidJobException {
    Map<String, InputBlob> inputs = new LinkedHashMap<>();
    for (var input : spec.inputs().entrySet()) {
      var name = input.getKey();
      var blob = storedInput(name, input.getValue().hash(), pinned);
      inputs.put(name, new InputBlob(name, blob.hash(), blob.lengthBytes(), blob.path()));
    }
    return new JobRequest(spec.params(), inputs, spec.outputFormat());
  }

  private StoredBlob storedInput(String name, ContentHash hash, Set<ContentHash> pinned)
      throws InvalidJobException {
    pin(hash, pinned);
    var blob = blobs.find(hash);
    if (blob.isPresent()) return blob.get();
    throw new InvalidJobException(
        ErrorCode.INVALID_INPUT,
        "inputs." + name,
        "inputs." + name + " names the blob " + hash + ", which is not stored here",
        "PUT it to /v1/blobs/" + hash + " first");
  }

  private void pin(ContentHash hash, Set<ContentHash> pinned) {
    if (pinned.add(hash)) blobs.pin(hash);
  }
}
