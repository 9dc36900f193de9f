package io.processdistro.node.tasks;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.node.modules.ModuleUnusable;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.supervisor.TaskRunner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The leases this node holds. They wait in the order of their arrival until their inputs are here
 * and a slot is free; inputs of waiting leases are fetched ahead, a few leases at a time. Each
 * lease leaves the desk in exactly one way: reported, or given back unstarted.
 *
 * <p>Soft state: nothing of it survives the process. Call on the agent's event loop only.
 */
public final class TaskDesk {
  private static final int LEASES_FETCHING_MAX = 4;

  private final TaskLimits limits;
  private final ModuleShelf modules;
  private final InputStage inputs;
  private final TaskReports reports;
  private final LongSupplier nanoClock;

  private final Map<LeaseKey, HeldTask> held = new LinkedHashMap<>();
  private final ArrayDeque<HeldTask> unfetched = new ArrayDeque<>();
  private final TreeMap<Long, HeldTask> ready = new TreeMap<>();
  private final Slots slots;
  private int fetching;
  private long nextNumber = 1;
  private boolean draining;
  private boolean advancing;
  private final Promise<Void> emptied = Promise.promise();

  public TaskDesk(
      TaskLimits limits,
      ModuleShelf modules,
      InputStage inputs,
      TaskReports reports,
      LongSupplier nanoClock) {
    this.limits = limits;
    this.modules = modules;
    this.inputs = inputs;
    this.reports = reports;
    this.nanoClock = nanoClock;
    this.slots = new Slots(limits.slots(), nanoClock);
  }

  /**
   * Takes new leases. One that is held or reported already is a repetition and ignored; what this
   * node cannot run is reported as failed; what it does not want now is given back.
   */
  public void assign(ControllerMessage.Assign assign) {
    var unwanted = new ArrayList<LeaseKey>();
    for (var grant : assign.leases()) {
      var lease = new LeaseKey(assign.epoch(), grant.number());
      if (held.containsKey(lease) || reports.holds(lease)) continue;
      if (draining
          || !reports.takesWork()
          || held.size() + reports.unacknowledged() >= limits.leasesMax()) {
        unwanted.add(lease);
      } else {
        take(lease, assign.terms().get(grant.terms()), grant);
      }
    }
    if (!unwanted.isEmpty()) reports.giveBack(unwanted);
    advance();
  }

  /**
   * Gives back those that have not started, at once or, if a runner has them already, when that has
   * given them back; the others are reported as usual.
   */
  public void revoke(Collection<LeaseKey> leases) {
    var unstarted = new ArrayList<LeaseKey>();
    for (var lease : leases) {
      var task = held.get(lease);
      if (task == null) continue;
      switch (task.state) {
        case QUEUED, FETCHING, READY -> {
          leave(task);
          unstarted.add(lease);
        }
        case AHEAD -> slots.recall(task);
        case RUNNING -> {}
      }
    }
    if (!unstarted.isEmpty()) reports.giveBack(unstarted);
    advance();
  }

  /** Stops these, started or not. */
  public void cancel(Collection<LeaseKey> leases) {
    for (var lease : leases) {
      var task = held.get(lease);
      if (task == null) continue;
      switch (task.state) {
        case QUEUED, FETCHING, READY -> end(task, new Outcome.Cancelled(), TaskTimes.NONE);
        case AHEAD, RUNNING -> slots.cancel(task);
      }
    }
    advance();
  }

  /** A runner has said how a task ended; a number that it does not have is ignored. */
  public void finished(long number, Outcome outcome, long slotNanos, long kernelNanos) {
    slots
        .find(number)
        .ifPresent(
            task -> {
              var checked = OutcomeCheck.checked(outcome, task.terms.outputBytesMax());
              var times = slots.times(task, slotNanos, kernelNanos);
              slots.measured(slotNanos);
              end(task, checked, times);
              advance();
            });
  }

  /** A runner gives back a task that it has not started; one that nobody asked for is ignored. */
  public void returned(long number) {
    slots.find(number).filter(task -> task.recalled).ifPresent(this::unstarted);
    advance();
  }

  private void unstarted(HeldTask task) {
    if (task.cancelling) {
      end(task, new Outcome.Cancelled(), TaskTimes.NONE);
    } else {
      leave(task);
      reports.giveBack(List.of(task.lease));
      tellIfEmptied();
    }
  }

  /**
   * A runner's process has ended, and everything that ran in it; what it had not started waits for
   * the next one, unless the module does not get any.
   */
  public void runnerDied(TaskRunner runner, RunnerEnd end) {
    for (var task : slots.takeAhead(runner)) {
      task.state = HeldTask.State.READY;
      ready.put(task.number, task);
      if (task.recalled || task.cancelling) unstarted(task);
    }
    var culprit = slots.culprit(runner, end);
    for (var task : slots.running(runner)) {
      end(task, slots.outcomeOfDeath(task, end, culprit), slots.timesOfDeath(task));
    }
    prepareAgain(runner);
    advance();
  }

  private void prepareAgain(TaskRunner runner) {
    var waiting = ready.values().stream().filter(task -> task.runner == runner).toList();
    if (waiting.isEmpty()) return;
    var refusal = runner.refusal();
    for (var task : waiting) {
      if (refusal.isEmpty()) {
        runner.prepare(task.module);
      } else {
        var failed = new Outcome.Failed(ErrorCode.MODULE_QUARANTINED, refusal.get(), "");
        end(task, failed, TaskTimes.NONE);
      }
    }
  }

  /** A runner or a module in it has become ready. */
  public void runnerChanged() {
    advance();
  }

  /** Ends runners whose tasks cannot be stopped any more. Call about ten times a second. */
  public void checkDeadlines() {
    slots.endUnstoppable();
  }

  /**
   * Gives back all unstarted leases and takes no more.
   *
   * @return ends when the last running task has been reported
   */
  public Future<Void> drain() {
    draining = true;
    revoke(List.copyOf(held.keySet()));
    tellIfEmptied();
    return emptied.future();
  }

  /**
   * More work may not begin any more, or it may again: if not, everything that has not started is
   * given back.
   */
  public void intakeChanged() {
    if (reports.takesWork()) advance();
    else revoke(List.copyOf(held.keySet()));
  }

  /** Every lease that waits or runs, for the introduction on a new connection. */
  public List<HeldLease> held() {
    return held.values().stream()
        .map(
            task ->
                new HeldLease(
                    task.lease,
                    task.state == HeldTask.State.RUNNING
                        ? HeldLease.State.RUNNING
                        : HeldLease.State.WAITING,
                    Optional.of(task.claim())))
        .toList();
  }

  /** All processes stand still for so long from now on: the time does not count for tasks. */
  public void rested(long nanos) {
    slots.rested(nanos);
  }

  /** The tasks in slots, for people. */
  public List<RunningTask> runningTasks() {
    return slots.tasksInSlots();
  }

  public List<LeaseKey> running() {
    return slots.leases();
  }

  /** How many leases have not started. */
  public int waiting() {
    return held.size() - slots.used();
  }

  private void take(LeaseKey lease, TaskTerms terms, LeaseGrant grant) {
    if (terms.memoryBytesMax() > limits.taskMemoryBytesMax()) {
      refuse(
          lease,
          new HeldLease.Claim(terms.job(), grant.from(), grant.to()),
          "the task may take "
              + terms.memoryBytesMax()
              + " bytes of memory, the owner of this node allows "
              + limits.taskMemoryBytesMax());
      return;
    }
    var task = new HeldTask(lease, terms, grant, nextNumber++, nanoClock.getAsLong());
    held.put(lease, task);
    modules.builtIn(terms.module()).ifPresent(entry -> use(task, entry));
    if (task.runner != null && grant.parts().isEmpty()) {
      task.state = HeldTask.State.READY;
      ready.put(task.number, task);
    } else {
      unfetched.add(task);
    }
  }

  private static void use(HeldTask task, ModuleShelf.Entry entry) {
    task.module = entry.file();
    task.runner = entry.runner();
    task.runner.prepare(task.module);
  }

  private void refuse(LeaseKey lease, HeldLease.Claim claim, String message) {
    var outcome = new Outcome.Failed(ErrorCode.PROTOCOL_VIOLATION, message, "");
    reports.report(new TaskReport(lease, outcome, TaskTimes.NONE), claim, Optional.empty());
  }

  /**
   * Does what can be done now. Inputs that are here already are staged at once, and then this is
   * called from within itself; the outer call goes on, so that a thousand leases need no deep
   * stack.
   */
  private void advance() {
    if (advancing) return;
    advancing = true;
    try {
      fetchAhead();
      fillSlots();
    } finally {
      advancing = false;
    }
  }

  private void fetchAhead() {
    while (!unfetched.isEmpty()
        && fetching < LEASES_FETCHING_MAX
        && (inputs.hasRoom() || ready.size() + fetching < slots.free())) {
      fetch(unfetched.remove());
    }
  }

  private void fetch(HeldTask task) {
    task.state = HeldTask.State.FETCHING;
    fetching++;
    var staged = inputs.stage(task.grant.parts());
    var entry =
        task.runner == null
            ? modules.ofUser(task.terms)
            : Future.succeededFuture(new ModuleShelf.Entry(task.module, task.runner));
    Future.join(staged, entry)
        .onComplete(
            (both, error) -> {
              fetching--;
              if (held.get(task.lease) != task) {
                inputs.release(task.grant.parts()); // revoked or cancelled meanwhile
              } else if (error == null) {
                task.inputs = staged.result();
                use(task, entry.result());
                task.state = HeldTask.State.READY;
                ready.put(task.number, task);
              } else {
                end(task, failure(entry.failed() ? entry.cause() : error), TaskTimes.NONE);
                inputs.release(task.grant.parts());
              }
              advance();
            });
  }

  private static Outcome.Failed failure(Throwable error) {
    var code =
        error instanceof ModuleUnusable unusable ? unusable.code() : ErrorCode.TRANSFER_FAILED;
    return new Outcome.Failed(code, error.getMessage(), "");
  }

  private void fillSlots() {
    if (!reports.takesWork()) return;
    var candidates = ready.values().iterator();
    while (candidates.hasNext()) {
      var task = candidates.next();
      if (!task.runner.isReadyFor(task.module.hash())) continue;
      if (!slots.haveRoomFor(task)) return;
      candidates.remove();
      slots.handOver(task, reports.newOutputFile());
    }
  }

  private void end(HeldTask task, Outcome outcome, TaskTimes times) {
    leave(task);
    var outputFile = Optional.ofNullable(task.outputFile);
    var report = new TaskReport(task.lease, outcome, times);
    if (outcome instanceof Outcome.Succeeded(Output.Blob _)) {
      reports.report(report, task.claim(), outputFile.map(Path::of));
    } else {
      // A task that failed or was stopped may have left a part of its output.
      if (!(outcome instanceof Outcome.Succeeded)) outputFile.ifPresent(reports::discard);
      reports.report(report, task.claim(), Optional.empty());
    }
    tellIfEmptied();
  }

  private void tellIfEmptied() {
    if (draining && held.isEmpty()) emptied.tryComplete();
  }

  /** Off the desk; inputs that are complete are let go, those on their way when they arrive. */
  private void leave(HeldTask task) {
    held.remove(task.lease);
    switch (task.state) {
      case QUEUED -> unfetched.remove(task);
      case FETCHING -> {}
      case READY -> {
        ready.remove(task.number);
        inputs.release(task.grant.parts());
      }
      case AHEAD, RUNNING -> {
        slots.remove(task);
        inputs.release(task.grant.parts());
      }
    }
  }
}
