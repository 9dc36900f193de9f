package io.processdistro.node.supervisor;

import io.processdistro.common.values.ContentHash;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.time.Duration;
import java.util.Optional;

/**
 * The runner of one user's module, as the task desk sees it. It outlives its processes: the pool
 * gives it one when there are tasks, and takes it back when there are none.
 */
final class PooledRunner implements TaskRunner {
  final ContentHash module;
  final RunnerMemory memory;
  private final RunnerPool pool;

  /** Null while it has no process. Set by the pool. */
  RunnerPlace place;

  PooledRunner(ContentHash module, RunnerMemory memory, RunnerPool pool) {
    this.module = module;
    this.memory = memory;
    this.pool = pool;
  }

  /** Nothing is warmed: the code of strangers runs under the clock of its tasks only. */
  @Override
  public void prepare(RunnerCommand.ModuleFile file) {
    pool.want(this);
  }

  @Override
  public Optional<String> refusal() {
    return pool.refusal(module);
  }

  @Override
  public boolean isReadyFor(ContentHash file) {
    return place != null && place.ready && !place.leaving && place.tasks.size() < memory.tasksMax();
  }

  @Override
  public void run(RunnerCommand.Run task) {
    place.tasks.add(task.task());
    place.process.send(task);
  }

  @Override
  public void recall(long task) {
    if (place != null) place.process.send(new RunnerCommand.Recall(task));
  }

  @Override
  public void cancel(long task) {
    if (place != null) place.process.send(new RunnerCommand.Cancel(task));
  }

  @Override
  public void kill(String reason) {
    if (place != null) place.process.kill(RunnerEnd.ofGuest(reason));
  }

  /** Its own watchdog ends it after one second, if that still works. */
  @Override
  public Duration graceMax() {
    return Duration.ofMillis(1_400);
  }

  @Override
  public long cpuMillis() {
    return place == null || place.process == null ? 0 : place.process.cpuMillis();
  }

  @Override
  public boolean runsModuleOfUser() {
    return true;
  }
}
