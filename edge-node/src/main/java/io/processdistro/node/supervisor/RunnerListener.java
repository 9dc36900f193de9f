package io.processdistro.node.supervisor;

import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.EngineFacts;

/** Hears of a runner. Called on the agent's event loop only. */
public interface RunnerListener {
  /** A new process has tested itself and takes tasks. */
  void runnerReady(EngineFacts engine);

  /** A module that was asked for is warm: tasks of it can be run. */
  void moduleWarm();

  /**
   * A task has ended.
   *
   * @param slotNanos how long it held its slot, by the runner's own word
   * @param kernelNanos inside the guest's exported function, likewise
   */
  void taskFinished(long task, Outcome outcome, long slotNanos, long kernelNanos);

  /** A recalled task comes back unstarted. */
  void taskReturned(long task);

  /** A runner's process has ended and with it everything it ran; there will be another one. */
  void runnerDied(TaskRunner runner, RunnerEnd end);
}
