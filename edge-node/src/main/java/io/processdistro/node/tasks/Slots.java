package io.processdistro.node.tasks;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.node.runner.Starvation;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.supervisor.TaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The tasks that runners have: those that run, at most one per slot, with their clocks; and behind
 * them a few short ones that start the moment a slot is free ({@link Window}). A runner starts
 * tasks in the order in which it got them, and has as many slots as this node: so the oldest are
 * those that run, and nobody has to be told. What is ahead always waits for the very slots that the
 * tasks of its own runner hold; with several runners at work nothing is ahead.
 *
 * <p>A runner stops a task by itself at its deadline or on demand; only if that fails its process
 * is ended from here.
 */
final class Slots {
  private static final long WALL_MILLIS_MAX = TimeUnit.DAYS.toMillis(7);

  private final int count;
  private final LongSupplier nanoClock;
  private final Map<Long, HeldTask> running = new LinkedHashMap<>();
  private final Map<Long, HeldTask> ahead = new LinkedHashMap<>();
  private final Window window = new Window();

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

  /** Whether that task can be handed to its runner now. */
  boolean haveRoomFor(HeldTask task) {
    if (free() > 0) return true;
    return ahead.size() < window.tasks(count)
        && running.values().stream().allMatch(other -> other.runner == task.runner);
  }

  /** Gives a task to its runner; only if there is room for it. */
  void handOver(HeldTask task, String outputFile) {
    task.outputFile = outputFile;
    task.handedOverNanos = nanoClock.getAsLong();
    if (free() > 0) {
      start(task);
    } else {
      task.state = HeldTask.State.AHEAD;
      ahead.put(task.number, task);
    }
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
            outputFile));
  }

  private void start(HeldTask task) {
    task.state = HeldTask.State.RUNNING;
    task.startedNanos = nanoClock.getAsLong();
    running.put(task.number, task);
  }

  /** Asks for a task that is ahead; it comes back, or ends as any other. */
  void recall(HeldTask task) {
    if (task.recalled) return;
    task.recalled = true;
    task.runner.recall(task.number);
  }

  /** Asks the runner to stop a task; the task ends as any other, with its own outcome. */
  void cancel(HeldTask task) {
    if (task.cancelling) return;
    task.cancelling = true;
    task.cancelledNanos = nanoClock.getAsLong();
    task.runner.cancel(task.number);
  }

  /** The task of that number that a runner has, if there is one. */
  Optional<HeldTask> find(long number) {
    var task = running.get(number);
    return Optional.ofNullable(task == null ? ahead.get(number) : task);
  }

  /** The runner is done with the task: the first one ahead, if there is one, has its slot now. */
  void remove(HeldTask task) {
    if (ahead.remove(task.number) != null || running.remove(task.number) == null) return;
    var waiting = ahead.values().iterator();
    if (!waiting.hasNext()) return;
    var next = waiting.next();
    waiting.remove();
    start(next);
  }

  /** What the task told of the time it held its slot, for the tasks to come. */
  void measured(long slotNanos) {
    window.measured(slotNanos);
  }

  /** Takes back everything that is ahead at a runner whose process is no more. */
  List<HeldTask> takeAhead(TaskRunner runner) {
    var tasks = ahead.values().stream().filter(task -> task.runner == runner).toList();
    tasks.forEach(task -> ahead.remove(task.number));
    return tasks;
  }

  private List<HeldTask> tasks() {
    var tasks = new ArrayList<>(running.values());
    tasks.addAll(ahead.values());
    return tasks;
  }

  /** The tasks that run in that runner, the oldest first. */
  List<HeldTask> running(TaskRunner runner) {
    return running.values().stream().filter(task -> task.runner == runner).toList();
  }

  /**
   * Puts off the deadlines of what runs, and how long a stopped task may take to end. Twice as
   * long: a runner hears of a rest later and stands a little longer than it was told, and its own
   * watchdog comes first in any case.
   */
  void rested(long nanos) {
    for (var task : tasks()) {
      if (task.state == HeldTask.State.RUNNING) task.startedNanos += 2 * nanos;
      if (task.cancelling) task.cancelledNanos += 2 * nanos;
    }
  }

  List<RunningTask> tasksInSlots() {
    long nowNanos = nanoClock.getAsLong();
    return running.values().stream()
        .map(
            task ->
                new RunningTask(
                    task.terms.job(),
                    task.terms.taskType(),
                    task.terms.phase(),
                    task.terms.submitter(),
                    task.grant.from(),
                    task.grant.to(),
                    Duration.ofNanos(Math.max(0, nowNanos - task.startedNanos))))
        .toList();
  }

  List<LeaseKey> leases() {
    return running.values().stream().map(task -> task.lease).toList();
  }

  /**
   * Ends the runners of tasks that neither their deadline nor a cancellation has stopped. A runner
   * that gets hardly any processor time on a busy machine is given longer: it is not to blame.
   */
  void endUnstoppable() {
    long nowNanos = nanoClock.getAsLong();
    for (var task : tasks()) {
      boolean runs = task.state == HeldTask.State.RUNNING;
      long overNanos = runs ? nowNanos - task.startedNanos - wallNanosMax(task) : -1;
      if (task.cancelling) overNanos = Math.max(overNanos, nowNanos - task.cancelledNanos);
      if (overNanos < 0) continue;
      long cpuMillis = task.runner.cpuMillis();
      if (task.cpuMillisAtEnd < 0) task.cpuMillisAtEnd = cpuMillis;
      boolean excused = Starvation.excuses(cpuMillis, task.cpuMillisAtEnd, overNanos);
      if (overNanos > task.runner.graceMax().toNanos() && !excused) {
        task.runner.kill(
            task.cancelling
                ? "the task could not be stopped when it was cancelled"
                : "the task could not be stopped at its deadline");
      }
    }
  }

  /**
   * Where the time of a task went that has just ended.
   *
   * @param slotNanos by the runner's word, which counts only as far as it is possible
   */
  TaskTimes times(HeldTask task, long slotNanos, long kernelNanos) {
    long nowNanos = nanoClock.getAsLong();
    long slot = Math.clamp(slotNanos, 0, nowNanos - task.handedOverNanos);
    return new TaskTimes(nowNanos - slot - task.arrivedNanos, slot, kernelNanos);
  }

  /** The same for one that ended with its runner. */
  TaskTimes timesOfDeath(HeldTask task) {
    return times(task, nanoClock.getAsLong() - task.startedNanos, 0);
  }

  /**
   * Which task has to answer for the end of its user's runner: the first that is over its deadline,
   * else the oldest. Only one, so that one killed process is one piece of evidence.
   */
  Optional<HeldTask> culprit(TaskRunner runner, RunnerEnd end) {
    if (!end.guestToBlame() || !runner.runsModuleOfUser()) return Optional.empty();
    var tasks = running(runner);
    return tasks.stream()
        .filter(this::isOverDeadline)
        .findFirst()
        .or(() -> tasks.stream().findFirst());
  }

  /** What the end of the runner means for a task that was in it. */
  Outcome outcomeOfDeath(HeldTask task, RunnerEnd end, Optional<HeldTask> culprit) {
    if (task.cancelling) return new Outcome.Cancelled();
    if (culprit.isPresent() && culprit.get() == task) {
      return new Outcome.Failed(
          ErrorCode.RUNNER_KILLED, "its process had to be killed: " + end.reason(), "");
    }
    if (isOverDeadline(task)) {
      return new Outcome.Failed(
          ErrorCode.DEADLINE_EXCEEDED,
          "the task did not stop at its deadline of " + task.terms.wallMillisMax() + " ms",
          "");
    }
    return new Outcome.Failed(ErrorCode.RUNNER_DIED, end.reason(), "");
  }

  private boolean isOverDeadline(HeldTask task) {
    return nanoClock.getAsLong() - task.startedNanos >= wallNanosMax(task);
  }

  private static long wallNanosMax(HeldTask task) {
    return TimeUnit.MILLISECONDS.toNanos(
        Math.clamp(task.terms.wallMillisMax(), 1, WALL_MILLIS_MAX));
  }
}
