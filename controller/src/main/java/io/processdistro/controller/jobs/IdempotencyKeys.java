package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers which request each key stood for, so that a client that did not get its answer can ask
 * again. A refused request is not remembered. Belongs to the event loop.
 */
final class IdempotencyKeys {
  private record Use(ContentHash request, Future<JobId> job) {}

  private final int kept;
  private final Map<String, Use> uses = new LinkedHashMap<>();

  /**
   * @param kept newest keys that are remembered
   */
  IdempotencyKeys(int kept) {
    this.kept = kept;
  }

  /**
   * The job that this key stands for, or the new one that {@code submit} makes.
   *
   * @param request hash of what is asked for; another one under the same key is refused
   */
  Future<JobId> once(String key, ContentHash request, Supplier<Future<JobId>> submit) {
    var earlier = uses.get(key);
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
    uses.put(key, new Use(request, job));
    if (uses.size() > kept) uses.remove(uses.keySet().iterator().next());
    return job.onFailure(ignored -> uses.remove(key));
  }

  boolean knows(String key) {
    return uses.containsKey(key);
  }
}
