package io.processdistro.node.tasks;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The tasks that run, at most one per slot, and their clocks. A runner stops a task by itself at
 * its deadline or on demand; only if that fails its process is ended from here.
 */
final class Slots {
  /** Later than the runner's own watchdog, which ends the process one second after a deadline. */
  private static final long RUNNER_GRACE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final long WALL_MILLIS_MAX = TimeUnit.DAYS.toMillis(7);

  private final int count;
  private final LongSupplier nanoClock;
  private final Map<Long, HeldTask> running = new LinkedHashMap<>();

  Slots(int count, LongSupplier nanoClock) {
    this.count = count;
    this.nanoClock = nanoClock;
  }

  int free() {
    return count - running.size();
  }

  int used() {
    return running.size();
  }

  void start(HeldTask task, Path outputFile) {
    task.state = HeldTask.State.RUNNING;
    task.startedNanos = nanoClock.getAsLong();
    task.outputFile = outputFile;
    running.put(task.number, task);
    var terms = task.terms;
    task.runner.run(
        new RunnerCommand.Run(
            task.number,
            task.module,
            terms.phase(),
            task.grant.header(),
            task.inputs,
            new GuestLimits(
                terms.wallMillisMax(),
                terms.memoryBytesMax(),
                terms.outputBytesMax(),
                terms.logBytesMax(),
                terms.fuel()),
            terms.params(),
            TaskSeed.of(terms, task.grant),
            outputFile.toString()));
  }

  /** Asks the runner to stop a task; the task ends as any other, with its own outcome. */
  void cancel(HeldTask task) {
    if (task.cancelling) return;
    task.cancelling = true;
    task.cancelledNanos = nanoClock.getAsLong();
    task.runner.cancel(task.number);
  }

  /** The running task of that number, if there is one. */
  Optional<HeldTask> find(long number) {
    return Optional.ofNullable(running.get(number));
  }

  void free(HeldTask task) {
    running.remove(task.number);
  }

  List<HeldTask> tasks() {
    return List.copyOf(running.values());
  }

  List<LeaseKey> leases() {
    return running.values().stream().map(task -> task.lease).toList();
  }

  /** Ends the runners of tasks that neither their deadline nor a cancellation has stopped. */
  void endUnstoppable() {
    long nowNanos = nanoClock.getAsLong();
    for (var task : tasks()) {
      if (nowNanos - task.startedNanos > wallNanosMax(task) + RUNNER_GRACE_NANOS) {
        task.runner.kill("a task could not be stopped at its deadline");
      } else if (task.cancelling && nowNanos - task.cancelledNanos > RUNNER_GRACE_NANOS) {
        task.runner.kill("a cancelled task could not be stopped");
      }
    }
  }

  TaskTimes times(HeldTask task, long kernelNanos) {
    return new TaskTimes(
        task.startedNanos - task.arrivedNanos,
        nanoClock.getAsLong() - task.startedNanos,
        kernelNanos);
  }

  /** What the end of the runner means for a task that was in it. */
  Outcome outcomeOfDeath(HeldTask task, String reason) {
    if (task.cancelling) return new Outcome.Cancelled();
    if (nanoClock.getAsLong() - task.startedNanos >= wallNanosMax(task)) {
      return new Outcome.Failed(
          ErrorCode.DEADLINE_EXCEEDED,
          "the task did not stop at its deadline of " + task.terms.wallMillisMax() + " ms",
          "");
    }
    return new Outcome.Failed(ErrorCode.RUNNER_DIED, reason, "");
  }

  private static long wallNanosMax(HeldTask task) {
    return TimeUnit.MILLISECONDS.toNanos(
        Math.clamp(task.terms.wallMillisMax(), 1, WALL_MILLIS_MAX));
  }
}
