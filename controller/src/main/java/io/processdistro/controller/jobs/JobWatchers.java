package io.processdistro.controller.jobs;

import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Those who wait for a job to change. Belongs to the event loop. */
final class JobWatchers {
  private record Watcher(Predicate<JobStatus> wanted, Promise<Void> promise, long timer) {}

  private final Vertx vertx;
  private final Map<JobId, List<Watcher>> watchers = new HashMap<>();

  JobWatchers(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Ends when {@code wanted} holds after a change, or when the time is up; never fails. */
  Future<Void> await(JobId job, Predicate<JobStatus> wanted, Duration longest) {
    Promise<Void> promise = Promise.promise();
    long timer = vertx.setTimer(Math.max(1, longest.toMillis()), ignored -> promise.tryComplete());
    var watcher = new Watcher(wanted, promise, timer);
    watchers.computeIfAbsent(job, ignored -> new ArrayList<>(1)).add(watcher);
    return promise.future().onComplete(ignored -> remove(job, watcher));
  }

  void changed(JobStatus job) {
    var interested = watchers.get(job.record().id());
    if (interested == null) return;
    for (var watcher : List.copyOf(interested)) {
      if (watcher.wanted().test(job)) watcher.promise().tryComplete();
    }
  }

  private void remove(JobId job, Watcher watcher) {
    vertx.cancelTimer(watcher.timer());
    watchers.computeIfPresent(
        job,
        (id, remaining) -> {
          remaining.remove(watcher);
          return remaining.isEmpty() ? null : remaining;
        });
  }
}
