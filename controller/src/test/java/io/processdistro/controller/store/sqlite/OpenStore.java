package io.processdistro.controller.store.sqlite;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.FileBlobStore;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ModuleStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A store on a directory, with a thread that stands for the event loop. */
final class OpenStore implements AutoCloseable {
  static final String FILE = "controller.sqlite";

  final JobStore jobs;
  final ModuleStore modules;
  final BlobStore blobs;
  final long epoch;
  private final SqliteStore store;
  private final ExecutorService eventLoop = Executors.newSingleThreadExecutor();

  private OpenStore(SqliteStore store, BlobStore blobs) {
    this.store = store;
    this.blobs = blobs;
    var stores = store.serve(blobs, eventLoop, (changes, nanos) -> {});
    this.jobs = stores.jobs();
    this.modules = stores.modules();
    this.epoch = store.epoch();
  }

  static OpenStore in(Path directory) throws StateException, IOException {
    var store = SqliteStore.open(directory.resolve(FILE), directory.resolve("results"));
    try {
      return new OpenStore(
          store,
          FileBlobStore.open(
              directory.resolve("blobs"), BlobStoreLimits.DEFAULTS, System::nanoTime));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  static Path databaseIn(Path directory) {
    return directory.resolve(FILE);
  }

  /** Runs on the event loop, as the store wants it. */
  <T> T call(Callable<T> work) {
    try {
      return eventLoop.submit(work).get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it on the event loop and waits for what it promises. */
  void write(Callable<Future<Void>> write) {
    call(write).toCompletionStage().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }

  void add(JobRecord job) {
    write(() -> jobs.add(job));
  }

  /** Accepts one task per grain of {@code from..to}, and waits for all of them. */
  void acceptGrains(JobId job, long from, long to) {
    write(
        () -> {
          var accepted = new ArrayList<Future<Void>>();
          for (long grain = from; grain < to; grain++) {
            accepted.add(jobs.accept(job, SampleJobs.task(grain)));
          }
          return Future.all(accepted).mapEmpty();
        });
  }

  List<AcceptedTask> accepted(JobId job) throws IOException {
    var tasks = new ArrayList<AcceptedTask>();
    jobs.readAccepted(job, tasks::add);
    return tasks;
  }

  /** The accepted ranges; throws unless every output is that of {@link SampleJobs#task}. */
  List<GrainRange> checkedRanges(JobId job) throws IOException {
    var ranges = new ArrayList<GrainRange>();
    for (var task : accepted(job)) {
      var expected = SampleJobs.task(task.range().from());
      boolean same =
          task.range().equals(expected.range())
              && task.slotNanos() == expected.slotNanos()
              && task.output() instanceof Output.Inline(byte[] bytes)
              && Arrays.equals(bytes, ((Output.Inline) expected.output()).bytes());
      if (!same) throw new IllegalStateException("task " + task.range() + " is another one now");
      ranges.add(task.range());
    }
    return ranges;
  }

  @Override
  public void close() {
    store.close();
    eventLoop.shutdown();
    blobs.close();
  }
}
