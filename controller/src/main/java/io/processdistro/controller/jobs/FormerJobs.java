package io.processdistro.controller.jobs;

import io.processdistro.common.values.JobId;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.JobOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/**
 * The unfinished jobs of the controller's former life, until they are under way again or have
 * failed; then holds them for a moment more, so that nodes can say what they have of them. Jobs of
 * this life join them when their results could not be written. Belongs to the event loop.
 */
final class FormerJobs {
  private final Vertx vertx;
  private final JobStore store;
  private final JobLimits limits;
  private final Planner planner;
  private final JobArchive archive;
  private final ActiveJobs active;
  private final EventInbox inbox;
  private final long firstVersion;
  private final Consumer<JobRecord> changed;
  private final Restoration restoration;
  private boolean nodesReturned;

  /**
   * @param firstVersion of jobs that go on in this life
   * @param changed told of jobs that could not be restored; of the others {@code active} tells
   */
  FormerJobs(
      Vertx vertx,
      JobStore store,
      JobLimits limits,
      Planner planner,
      JobArchive archive,
      ActiveJobs active,
      EventInbox inbox,
      long firstVersion,
      Consumer<JobRecord> changed) {
    this.vertx = vertx;
    this.store = store;
    this.limits = limits;
    this.planner = planner;
    this.archive = archive;
    this.active = active;
    this.inbox = inbox;
    this.firstVersion = firstVersion;
    this.changed = changed;
    this.restoration = new Restoration(vertx, store, planner, new Restored());
  }

  /** As {@link Jobs#restore}. */
  Future<Void> restore() {
    if (store.unfinishedJobs().isEmpty()) {
      nodesReturned = true;
      return Future.succeededFuture();
    }
    var admission = Promise.<Void>promise();
    long patience =
        vertx.setTimer(limits.restorePatience().toMillis(), ignored -> admission.tryComplete());
    restoration.begin(firstVersion).onComplete(ignored -> admission.tryComplete());
    return admission
        .future()
        .onComplete(
            ignored -> {
              vertx.cancelTimer(patience);
              vertx.setTimer(limits.nodesReturn().toMillis(), timer -> nodesHadTime());
            });
  }

  private void nodesHadTime() {
    nodesReturned = true;
    active.release(Hold.NODES_RETURNING);
  }

  /**
   * Has a job of this life go on from what is on disk, as if the controller had been started again.
   *
   * @param nextVersion ends when nothing of it is under way any more
   */
  void startOver(JobRecord job, Future<Long> nextVersion) {
    restoration.startOver(job, nextVersion);
  }

  /** How many are not under way yet. */
  int remaining() {
    return restoration.remaining();
  }

  /** Whether this one is not under way yet. */
  boolean contains(JobId job) {
    return restoration.isRestoring(job);
  }

  /** Has it cancelled as soon as it is under way. */
  void cancelLater(JobId job) {
    restoration.cancelLater(job);
  }

  private final class Restored implements Restoration.Receiver {
    @Override
    public void restored(JobRecord record, Planner.PlannedAgain again, long version) {
      if (active.isStopped()) {
        planner.abandon(again.planned());
        return;
      }
      var job = active.goOn(record, again, version);
      if (!nodesReturned) job.hold(Hold.NODES_RETURNING);
      if (restoration.takeCancelled(record.id())) inbox.feed(new Event.JobCancelled(record.id()));
    }

    @Override
    public Future<Void> lost(JobRecord record, JobOutcome.Failed why, long version) {
      if (active.isStopped()) return Future.succeededFuture();
      return archive.endLost(record, why, version).onSuccess(ignored -> changed.accept(record));
    }
  }
}
