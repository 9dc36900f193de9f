package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.DiskTrouble;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.scheduler.JobOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up unfinished jobs from what is on disk: those of the controller's former life, and those
 * that have to begin anew because their results could not be written. Each is planned again from
 * what was asked for, and gets the tasks that were accepted of it. One that cannot be restored
 * fails, the others go on. Belongs to the event loop.
 */
final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
  private static final int READ_ATTEMPTS_MAX = 10;
  private static final long AGAIN_SECONDS = 1;

  /** Where restored jobs go. */
  interface Receiver {
    /**
     * @param version the first that it may have now
     */
    void restored(JobRecord job, Planner.PlannedAgain again, long version);

    /** It cannot go on; ends when that is written down. */
    Future<Void> lost(JobRecord job, JobOutcome.Failed why, long version);
  }

  private final Vertx vertx;
  private final JobStore store;
  private final Planner planner;
  private final Receiver receiver;

  /** Those that are not restored yet. */
  private final Map<JobId, JobRecord> waiting = new LinkedHashMap<>();

  /** Those of them that nobody wants any more. */
  private final List<JobId> cancelled = new ArrayList<>();

  Restoration(Vertx vertx, JobStore store, Planner planner, Receiver receiver) {
    this.vertx = vertx;
    this.store = store;
    this.planner = planner;
    this.receiver = receiver;
  }

  /**
   * Call once. Ends when every job is restored or has failed; never fails itself.
   *
   * @param version the first that they may have now
   */
  Future<Void> begin(long version) {
    for (var job : store.unfinishedJobs()) waiting.put(job.id(), job);
    LOG.info("restore=begun jobs={}", waiting.size());
    var all = List.copyOf(waiting.values()).stream().map(job -> restore(job, version, 1)).toList();
    return Future.join(all).transform(ignored -> Future.succeededFuture());
  }

  /**
   * Takes up one more job, again and again for as long as its disk takes no writes.
   *
   * @param nextVersion ends when nothing of it is under way any more
   */
  void startOver(JobRecord job, Future<Long> nextVersion) {
    LOG.warn("job=starts-over job={}", job.id());
    waiting.put(job.id(), job);
    nextVersion.compose(version -> later(() -> restore(job, version, 1)));
  }

  /** How many jobs are not restored yet. */
  int remaining() {
    return waiting.size();
  }

  boolean isRestoring(JobId job) {
    return waiting.containsKey(job);
  }

  /** Has the job cancelled as soon as it is restored. */
  void cancelLater(JobId job) {
    cancelled.add(job);
  }

  /** Whether somebody asked for that; true once. */
  boolean takeCancelled(JobId job) {
    return cancelled.remove(job);
  }

  private Future<Void> restore(JobRecord job, long version, int attempt) {
    return planner
        .planAgain(job, store, false)
        .transform(
            done -> {
              if (done.succeeded()) {
                waiting.remove(job.id());
                receiver.restored(job, done.result(), version);
                return Future.succeededFuture();
              }
              return failed(job, version, done.cause(), attempt);
            });
  }

  /** A disk that cannot be read now may be read in a moment; a full one has room some day. */
  private Future<Void> failed(JobRecord job, long version, Throwable cause, int attempt) {
    if (cause instanceof IOException io) {
      boolean mayPass = DiskTrouble.of(io) != DiskTrouble.FAILED;
      if (mayPass || attempt < READ_ATTEMPTS_MAX) {
        if (attempt <= READ_ATTEMPTS_MAX) {
          LOG.warn("restore=again job={} reason=\"{}\"", job.id(), cause.toString());
        }
        return later(() -> restore(job, version, attempt + 1));
      }
    }
    return receiver
        .lost(job, outcome(job, cause), version)
        .onComplete(ignored -> waiting.remove(job.id()))
        .otherwiseEmpty();
  }

  private Future<Void> later(Supplier<Future<Void>> action) {
    return vertx.timer(AGAIN_SECONDS, TimeUnit.SECONDS).compose(ignored -> action.get());
  }

  private static JobOutcome.Failed outcome(JobRecord job, Throwable cause) {
    var resume = "\"controller resume " + job.id() + "\" tries again";
    return switch (cause) {
      case JobRefusedException refused ->
          failure(
              refused.code(),
              refused.getMessage() + (refused.hint() == null ? "" : "; " + refused.hint()));
      case InvalidOutputException invalid ->
          failure(ErrorCode.GUEST_OUTPUT_INVALID, invalid.getMessage());
      case IOException unreadable ->
          failure(ErrorCode.STORE_FAILED, unreadable.getMessage() + "; " + resume);
      default -> failure(ErrorCode.INTERNAL_ERROR, cause + "; " + resume);
    };
  }

  private static JobOutcome.Failed failure(ErrorCode code, String reason) {
    return new JobOutcome.Failed(
        code,
        "it could not be taken up again from what is on disk: " + reason,
        Optional.empty(),
        List.of());
  }
}
