package io.processdistro.controller.jobs;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoreHealth;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store as one life of a controller sees it, until the life is cut off at one of its writes: that
 * write is done or not, but nobody hears of it, and no later one is done. Belongs to the event
 * loop.
 */
final class CuttingStore implements JobStore {
  private final JobStore durable;
  private final Runnable cut;
  private final Consumer<AcceptedTask> accepted;
  private final boolean lastIsDone;
  private long writesLeft;
  private boolean dead;

  /**
   * @param writes after so many the next one is the last
   * @param lastIsDone whether that one reaches the disk
   * @param cut told at that moment
   * @param accepted told of each task that reaches the disk
   */
  CuttingStore(
      JobStore durable,
      long writes,
      boolean lastIsDone,
      Runnable cut,
      Consumer<AcceptedTask> accepted) {
    this.durable = durable;
    this.writesLeft = writes;
    this.lastIsDone = lastIsDone;
    this.cut = cut;
    this.accepted = accepted;
  }

  /** From now on nothing is written. */
  void kill() {
    dead = true;
  }

  private Future<Void> write(Supplier<Future<Void>> action) {
    if (dead) return Promise.<Void>promise().future();
    if (writesLeft-- > 0) return action.get();
    dead = true;
    if (lastIsDone) action.get();
    cut.run();
    return Promise.<Void>promise().future();
  }

  @Override
  public long nextNumber() {
    return durable.nextNumber();
  }

  @Override
  public Future<Void> add(JobRecord job) {
    return write(() -> durable.add(job));
  }

  @Override
  public Future<Void> accept(JobId job, AcceptedTask task) {
    return write(
        () -> {
          accepted.accept(task);
          return durable.accept(job, task);
        });
  }

  @Override
  public Future<Void> end(JobRecord ended) {
    return write(() -> durable.end(ended));
  }

  @Override
  public Future<Void> reopen(JobRecord unfinished) {
    return write(() -> durable.reopen(unfinished));
  }

  @Override
  public void readAccepted(JobId job, Consumer<AcceptedTask> each) throws IOException {
    durable.readAccepted(job, each);
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    return durable.find(id);
  }

  @Override
  public List<JobRecord> startingWith(String prefix) {
    return durable.startingWith(prefix);
  }

  @Override
  public List<JobRecord> page(long before, int limit, Predicate<JobRecord> wanted) {
    return durable.page(before, limit, wanted);
  }

  @Override
  public int unfinished() {
    return durable.unfinished();
  }

  @Override
  public List<JobRecord> unfinishedJobs() {
    return durable.unfinishedJobs();
  }

  @Override
  public Optional<JobRecord> withKey(String idempotencyKey) {
    return durable.withKey(idempotencyKey);
  }

  @Override
  public Optional<JobRecord> completed(ContentHash work) {
    return durable.completed(work);
  }

  @Override
  public List<JobRecord> finishedJobs() {
    return durable.finishedJobs();
  }

  @Override
  public Future<Void> forget(List<JobRecord> finished) {
    return write(() -> durable.forget(finished));
  }

  @Override
  public StoreHealth health() {
    return durable.health();
  }

  @Override
  public void watchHealth(Consumer<StoreHealth> listener) {
    durable.watchHealth(listener);
  }
}
