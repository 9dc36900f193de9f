package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoreHealth;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Jobs in the database, with all their records in memory. */
final class SqliteJobStore implements JobStore {
  private final StoreWriter writer;
  private final AcceptedTasks acceptedTasks;
  private final JobBlobs blobs;
  private final JobIndex index = new JobIndex();

  /** Of jobs that are unfinished or can be resumed. Workers look numbers up. */
  private final Map<JobId, Tasks> accepted = new ConcurrentHashMap<>();

  private long lastNumber;
  private int adding;

  /** The accepted tasks of one job; {@code count} belongs to the event loop. */
  private static final class Tasks {
    final long jobNumber;
    long count;

    Tasks(long jobNumber, long count) {
      this.jobNumber = jobNumber;
      this.count = count;
    }
  }

  SqliteJobStore(StoreWriter writer, AcceptedTasks acceptedTasks, BlobStore blobs, Loaded loaded) {
    this.writer = writer;
    this.acceptedTasks = acceptedTasks;
    this.blobs = new JobBlobs(blobs);
    this.lastNumber = loaded.lastJob();
    loaded.jobs().stream()
        .sorted(Comparator.comparing(job -> job.end().map(JobEnd::at).orElse(Instant.MAX)))
        .forEach(job -> take(job, loaded));
    var unneeded = new TreeSet<>(loaded.acceptedCounts().keySet());
    accepted.values().forEach(tasks -> unneeded.remove(tasks.jobNumber));
    unneeded.forEach(writer::deleteTasks);
  }

  private void take(JobRecord job, Loaded loaded) {
    index.add(job);
    if (JobIndex.isCompleted(job)) return;
    blobs.keepInputs(job);
    long count = loaded.acceptedCounts().getOrDefault(job.number(), 0L);
    accepted.put(job.id(), new Tasks(job.number(), count));
    var outputs = loaded.acceptedBlobs().getOrDefault(job.number(), List.of());
    for (var hash : outputs) blobs.keepOutput(job.id(), hash);
  }

  @Override
  public long nextNumber() {
    return ++lastNumber;
  }

  @Override
  public Future<Void> add(JobRecord job) {
    blobs.keepInputs(job);
    accepted.put(job.id(), new Tasks(job.number(), 0));
    adding++;
    return write(new Change.AddJob(job))
        .onComplete(
            ignored -> {
              adding--;
              index.add(job);
            },
            e -> {
              adding--;
              accepted.remove(job.id());
              blobs.release(job.id());
            });
  }

  @Override
  public Future<Void> accept(JobId job, AcceptedTask task) {
    var tasks = accepted.get(job);
    long position = Positions.of(tasks.jobNumber, tasks.count++);
    if (task.output() instanceof Output.Blob output) blobs.keepOutput(job, output.hash());
    return write(new Change.AcceptTask(position, task));
  }

  @Override
  public Future<Void> end(JobRecord ended) {
    return write(new Change.EndJob(ended))
        .onSuccess(
            ignored -> {
              index.replace(ended);
              if (JobIndex.isCompleted(ended)) forgetTasks(ended);
            });
  }

  private void forgetTasks(JobRecord job) {
    blobs.release(job.id());
    var tasks = accepted.remove(job.id());
    if (tasks != null && tasks.count > 0) writer.deleteTasks(job.number());
  }

  @Override
  public Future<Void> reopen(JobRecord unfinished) {
    return write(new Change.ReopenJob(unfinished)).onSuccess(ignored -> index.replace(unfinished));
  }

  @Override
  public Future<Void> forget(List<JobRecord> finished) {
    finished.forEach(index::remove);
    return write(new Change.ForgetJobs(finished))
        .onSuccess(ignored -> finished.forEach(this::forgetTasks));
  }

  private Future<Void> write(Change change) {
    Promise<Void> done = Promise.promise();
    writer.write(change, done);
    return done.future();
  }

  @Override
  public void readAccepted(JobId job, Consumer<AcceptedTask> each) throws IOException {
    var tasks = accepted.get(job);
    if (tasks != null) acceptedTasks.read(tasks.jobNumber, each);
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
    return index.unfinishedCount() + adding;
  }

  @Override
  public List<JobRecord> unfinishedJobs() {
    return index.unfinished();
  }

  @Override
  public List<JobRecord> finishedJobs() {
    return index.finished();
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
  public StoreHealth health() {
    return writer.health();
  }

  @Override
  public void watchHealth(Consumer<StoreHealth> listener) {
    writer.watchHealth(listener);
  }
}
