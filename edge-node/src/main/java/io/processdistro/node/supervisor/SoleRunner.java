package io.processdistro.node.supervisor;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.Starvation;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One process for one module of a user, with one slot, for a caller that waits for each task:
 * without an event loop, and without another process after its end. Use by one thread.
 */
public final class SoleRunner implements AutoCloseable {
  /** A busy machine gives a process of low priority little; no other one could take its place. */
  private static final long READY_SECONDS_MAX = 180;

  /** Its own watchdog ends it one second after a deadline, if that still works. */
  private static final long GRACE_MILLIS = 1_400;

  /** How often a process that is late is looked at. */
  private static final long LOOK_MILLIS = 100;

  private static final Pattern RESIDENT_MAX = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final RunnerProcess process;
  private final long heapBytes;
  private final BlockingQueue<News> news;
  private Optional<RunnerEnd> end = Optional.empty();

  /** What is heard of the process. */
  private sealed interface News {
    record Heard(RunnerEvent event) implements News {}

    record Ended(RunnerEnd end) implements News {}
  }

  private record Listener(BlockingQueue<News> news) implements RunnerProcess.Listener {
    @Override
    public void heard(RunnerProcess from, RunnerEvent event) {
      news.add(new News.Heard(event));
    }

    @Override
    public void ended(RunnerProcess process, RunnerEnd end) {
      news.add(new News.Ended(end));
    }
  }

  private SoleRunner(Process started, long heapBytes) {
    this.heapBytes = heapBytes;
    this.news = new LinkedBlockingQueue<>();
    this.process = new RunnerProcess(started, new Listener(news));
  }

  /**
   * Starts the process; {@link #awaitReady} comes next.
   *
   * @param memoryBytesMax linear memory of one task
   * @param heapBytesMax ceiling for the process
   */
  public static SoleRunner start(
      PrivateJvmLauncher launcher, long memoryBytesMax, long heapBytesMax) throws IOException {
    var memory = RunnerMemory.of(memoryBytesMax, 1, heapBytesMax);
    var started = launcher.withHeap(memory.heapBytes()).launch();
    var runner = new SoleRunner(started, memory.heapBytes());
    runner.process.start();
    return runner;
  }

  /** Waits for the self-test, about two seconds. */
  public EngineFacts awaitReady() throws IOException, InterruptedException {
    switch (news.poll(READY_SECONDS_MAX, TimeUnit.SECONDS)) {
      case News.Heard(RunnerEvent.Ready(EngineFacts facts, RunnerEvent.Course _)) -> {
        return facts;
      }
      case News.Ended(RunnerEnd early) -> throw new IOException(early.reason());
      case News.Heard other -> throw new IOException("the runner speaks out of turn");
      case null ->
          throw new IOException("the runner was not ready after " + READY_SECONDS_MAX + " s");
    }
  }

  /**
   * Runs a task to its end, which is at most its deadline and 1.4 s away, or 10 s on a machine that
   * gives its process no time.
   */
  public RunnerEvent.Finished run(RunnerCommand.Run task) throws InterruptedException {
    if (end.isPresent()) return finished(task, end.get(), 0);
    long startNanos = System.nanoTime();
    process.send(task);
    var heard = awaitEnd(task.limits().wallMillisMax());
    while (true) {
      switch (heard) {
        case News.Heard(RunnerEvent.Finished finished) -> {
          return finished;
        }
        case News.Ended(RunnerEnd now) -> {
          end = Optional.of(now);
          return finished(task, now, System.nanoTime() - startNanos);
        }
        case News.Heard other -> heard = news.take();
      }
    }
  }

  /** The end of the task, or of its process, which is killed if it does not stop its task. */
  private News awaitEnd(long wallMillisMax) throws InterruptedException {
    var heard = news.poll(wallMillisMax, TimeUnit.MILLISECONDS);
    long cpuMillisAtStop = process.cpuMillis();
    long stopNanos = System.nanoTime();
    if (heard == null) heard = news.poll(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    while (heard == null
        && Starvation.excuses(
            process.cpuMillis(), cpuMillisAtStop, System.nanoTime() - stopNanos)) {
      heard = news.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    if (heard != null) return heard;
    process.kill(RunnerEnd.ofGuest("the task could not be stopped at its deadline"));
    return news.take();
  }

  private static RunnerEvent.Finished finished(
      RunnerCommand.Run task, RunnerEnd end, long slotNanos) {
    var outcome =
        end.guestToBlame()
            ? new Outcome.Failed(
                ErrorCode.RUNNER_KILLED, "its process had to be killed: " + end.reason(), "")
            : new Outcome.Failed(ErrorCode.RUNNER_DIED, end.reason(), "");
    return new RunnerEvent.Finished(task.task(), outcome, slotNanos, 0);
  }

  long processId() {
    return process.id();
  }

  /** The heap that the process may use: most of what it may take from the machine. */
  public long heapBytes() {
    return heapBytes;
  }

  /**
   * The most physical memory that the process has had at once.
   *
   * @throws IOException where the system does not tell, as other systems than Linux
   */
  public long residentBytesMax() throws IOException {
    var status = Files.readString(Path.of("/proc/" + process.id() + "/status"));
    var found = RESIDENT_MAX.matcher(status);
    if (!found.find()) throw new IOException("the system does not tell the memory of a process");
    return Long.parseLong(found.group(1)) << 10;
  }

  @Override
  public void close() {
    process.kill(RunnerEnd.ofAnythingElse("not needed any more"));
  }
}
