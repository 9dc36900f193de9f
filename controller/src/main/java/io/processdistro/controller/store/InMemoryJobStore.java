package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Jobs in memory: they are gone with the process. */
public final class InMemoryJobStore implements JobStore {
  private static final StoreHealth HEALTHY = new StoreHealth.Healthy();

  private final JobIndex index = new JobIndex();
  private final JobBlobs blobs;
  private final Map<JobId, List<AcceptedTask>> accepted = new ConcurrentHashMap<>();
  private long lastNumber;

  public InMemoryJobStore(BlobStore blobs) {
    this.blobs = new JobBlobs(blobs);
  }

  @Override
  public long nextNumber() {
    return ++lastNumber;
  }

  @Override
  public Future<Void> add(JobRecord job) {
    blobs.keepInputs(job);
    accepted.put(job.id(), new CopyOnWriteArrayList<>());
    index.add(job);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> accept(JobId job, AcceptedTask task) {
    blobs.keepOutput(job, task.output());
    accepted.get(job).add(task);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end(JobRecord ended) {
    index.replace(ended);
    if (JobIndex.isCompleted(ended)) forgetTasks(ended);
    return Future.succeededFuture();
  }

  private void forgetTasks(JobRecord job) {
    accepted.remove(job.id());
    blobs.release(job.id());
  }

  @Override
  public Future<Void> reopen(JobRecord unfinished) {
    index.replace(unfinished);
    return Future.succeededFuture();
  }

  @Override
  public void readAccepted(JobId job, Consumer<AcceptedTask> each) {
    accepted.getOrDefault(job, List.of()).forEach(each);
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    return index.find(id);
  }

  @Override
  public List<JobRecord> startingWith(String prefix) {
    return index.startingWith(prefix);
  }

  @Override
  public List<JobRecord> page(long before, int limit, Predicate<JobRecord> wanted) {
    return index.page(before, limit, wanted);
  }

  @Override
  public int unfinished() {
    return index.unfinishedCount();
  }

  @Override
  public List<JobRecord> unfinishedJobs() {
    return index.unfinished();
  }

  @Override
  public Optional<JobRecord> withKey(String idempotencyKey) {
    return index.withKey(idempotencyKey);
  }

  @Override
  public Optional<JobRecord> completed(ContentHash work) {
    return index.completed(work);
  }

  @Override
  public List<JobRecord> forgetFinished(int keep) {
    var finished = index.finished();
    var forgotten = new ArrayList<>(finished.subList(0, Math.max(0, finished.size() - keep)));
    for (var job : forgotten) {
      index.remove(job);
      forgetTasks(job);
    }
    return forgotten;
  }

  @Override
  public StoreHealth health() {
    return HEALTHY;
  }

  @Override
  public void watchHealth(Consumer<StoreHealth> listener) {
    // It stays as it is.
  }

  @Override
  public void close() {
    // Nothing to write.
  }
}
