package io.processdistro.tools.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.FileBlobStore;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobOrigin;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.sqlite.SqliteStore;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.view.AttemptCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the controller's store takes in, and how fast it is there again. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description =
        "Measures the controller's store on a disk: accepted tiny tasks per second, each durable before it counts, and how long the store takes to open with many of them, of an unfinished and of a finished job.")
public final class StoreBenchCommand implements Callable<Integer> {
  private static final int OUTPUT_BYTES = 64;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--tasks",
      defaultValue = "1000000",
      description = "Tasks to accept (default ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--at-once",
      defaultValue = "2000",
      description = "Tasks that wait to be durable at once (default ${DEFAULT-VALUE}).")
  private int atOnce;

  @Option(
      names = "--directory",
      description = "On which disk; default: the system's directory for temporary files.")
  private Path parent;

  private final JobRecord job = newJob();

  @Override
  public Integer call() throws IOException, StateException, InterruptedException {
    var directory =
        parent == null
            ? Files.createTempDirectory("store")
            : Files.createTempDirectory(parent, "store");
    try {
      accept(directory);
      reopen(directory, "unfinished");
      finish(directory);
      reopen(directory, "finished");
      return 0;
    } finally {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  /** An opened store with a thread that stands for the controller's event loop. */
  private record Opened(SqliteStore store, JobStore jobs, ExecutorService loop)
      implements AutoCloseable {
    static Opened in(Path directory) throws StateException, IOException {
      var store =
          SqliteStore.open(directory.resolve("controller.sqlite"), directory.resolve("results"));
      var loop = Executors.newSingleThreadExecutor();
      var blobs =
          FileBlobStore.open(
              directory.resolve("blobs"), BlobStoreLimits.DEFAULTS, System::nanoTime);
      return new Opened(store, store.serve(blobs, loop, (changes, nanos) -> {}).jobs(), loop);
    }

    <T> T call(Callable<T> work) throws InterruptedException {
      try {
        return loop.submit(work).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    @Override
    public void close() {
      store.close();
      loop.shutdown();
    }
  }

  private void accept(Path directory) throws IOException, StateException, InterruptedException {
    try (var opened = Opened.in(directory)) {
      opened.call(() -> opened.jobs().add(job)).await();
      var room = new Semaphore(atOnce);
      var durable = new AtomicLong();
      long startNanos = System.nanoTime();
      for (int grain = 0; grain < tasks; grain += atOnce / 2) {
        int from = grain;
        int to = Math.min(tasks, grain + atOnce / 2);
        room.acquire(to - from);
        opened.loop().execute(() -> accept(opened.jobs(), from, to, room, durable));
      }
      room.acquire(atOnce);
      double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
      if (durable.get() != tasks) throw new IllegalStateException("not all tasks became durable");
      say("accepted %,d tasks in %.2f s: %,.0f tasks/s", tasks, seconds, tasks / seconds);
    }
  }

  private void accept(JobStore jobs, int from, int to, Semaphore room, AtomicLong durable) {
    for (int grain = from; grain < to; grain++) {
      var output = new Output.Inline(new byte[OUTPUT_BYTES]);
      jobs.accept(job.id(), new AcceptedTask(new GrainRange(grain, grain + 1), output, 1, 1))
          .onSuccess(ignored -> durable.incrementAndGet())
          .onComplete(ignored -> room.release());
    }
  }

  /** Closes while the tasks of the job still wait to be deleted. */
  private void finish(Path directory) throws IOException, StateException, InterruptedException {
    try (var opened = Opened.in(directory)) {
      opened.call(() -> opened.jobs().end(job.ended(end()))).await();
    }
  }

  private void reopen(Path directory, String what)
      throws IOException, StateException, InterruptedException {
    long startNanos = System.nanoTime();
    try (var opened = Opened.in(directory)) {
      double openSeconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
      var read = new AtomicLong();
      opened.jobs().readAccepted(job.id(), task -> read.incrementAndGet());
      double readSeconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND - openSeconds;
      say(
          "with %,d tasks of a job that is %s: open in %.2f s, %,d tasks read again in %.2f s",
          tasks, what, openSeconds, read.get(), readSeconds);
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static JobRecord newJob() {
    var rules =
        new JobSpec.Rules(
            "bench", Priority.NORMAL, 1, OptionalInt.empty(), 4, true, Optional.empty());
    var spec =
        new JobSpec(
            "squares",
            JsonNodeFactory.instance.objectNode(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            rules,
            false);
    return new JobRecord(
        JobId.random(new Random(1)),
        1,
        new JobOrigin(Optional.empty(), ContentHash.of(new byte[1]), Optional.empty()),
        spec,
        Integer.MAX_VALUE,
        0,
        Instant.now(),
        Optional.empty());
  }

  private static JobEnd end() {
    return new JobEnd(
        Instant.now(),
        2,
        Optional.empty(),
        new JobOutcome.Completed(),
        "",
        Optional.empty(),
        new JobEnd.Tally(1, 1, AttemptCounts.NONE, 0, 0, 0),
        new JobEnd.Times(0, 0, 0, 0));
  }
}
