package io.processdistro.node.supervisor;

import io.processdistro.common.values.ContentHash;
import io.processdistro.node.runner.protocol.RunnerCommand;
import java.time.Duration;
import java.util.Optional;

/** Where tasks run, as the task desk sees it. On the agent's event loop only. */
public interface TaskRunner {
  /**
   * Warms a module as soon as there is a process for it; {@link RunnerListener#moduleWarm} tells
   * the end. Harmless if it is warm or warming; remembered for later processes.
   */
  void prepare(RunnerCommand.ModuleFile module);

  /** Why this runner's module is not started now, one sentence; empty if it may be. */
  Optional<String> refusal();

  /** Whether a task of that module can start now. */
  boolean isReadyFor(ContentHash module);

  /**
   * Starts a task as soon as one of the runner's slots is free, in the order of these calls; only
   * if {@link #isReadyFor} its module.
   */
  void run(RunnerCommand.Run task);

  /**
   * Asks for a task that may not have started: if so, {@link RunnerListener#taskReturned} follows,
   * else it ends as any other.
   */
  void recall(long task);

  /** Stops a task, started or not; it ends as cancelled, or as done if it was faster. */
  void cancel(long task);

  /**
   * Ends the process at once: the last resort against a task that cannot be stopped.
   *
   * @param reason one sentence that goes on "the task …"
   */
  void kill(String reason);

  /** How long after its deadline, or its cancellation, a task may take to end before that. */
  Duration graceMax();

  /** Processor time that the present process has used; 0 where the system does not tell. */
  long cpuMillis();

  /** Whether the end of a process can be held against the module of its tasks. */
  boolean runsModuleOfUser();
}
