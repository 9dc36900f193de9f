package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.JobStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Knows which request each key stands for, so that a client that did not get its answer can ask
 * again, also after a start of the controller: a key lives as long as its job. A refused request is
 * not remembered. Belongs to the event loop.
 */
final class IdempotencyKeys {
  private record Use(ContentHash request, Future<JobId> job) {}

  private final JobStore store;

  /** Requests that are being dealt with; those of stored jobs are in the store. */
  private final Map<String, Use> underWay = new HashMap<>();

  IdempotencyKeys(JobStore store) {
    this.store = store;
  }

  /**
   * The job that this key stands for, or the new one that {@code submit} makes.
   *
   * @param request hash of what is asked for; another one under the same key is refused
   */
  Future<JobId> once(String key, ContentHash request, Supplier<Future<JobId>> submit) {
    var earlier = find(key);
    if (earlier != null && !earlier.request().equals(request)) {
      return Future.failedFuture(
          new JobRefusedException(
              ErrorCode.CONFLICT,
              "Idempotency-Key",
              "this Idempotency-Key was used for another request",
              "choose a new key for a new request"));
    }
    if (earlier != null) return earlier.job();
    var job = submit.get();
    underWay.put(key, new Use(request, job));
    return job.onComplete(ignored -> underWay.remove(key));
  }

  boolean knows(String key) {
    return find(key) != null;
  }

  private Use find(String key) {
    var use = underWay.get(key);
    if (use != null) return use;
    return store
        .withKey(key)
        .map(job -> new Use(job.origin().request(), Future.succeededFuture(job.id())))
        .orElse(null);
  }
}
