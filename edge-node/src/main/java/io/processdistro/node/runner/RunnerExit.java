package io.processdistro.node.runner;

import java.util.Arrays;
import java.util.Optional;

/** The exit codes of a runner, which the agent turns into sentences. */
public enum RunnerExit {
  /** Told to stop, or the agent is gone. */
  STOPPED(0),
  /** Started with wrong arguments, or the pipe carried nonsense. */
  PROTOCOL(70),
  /**
   * A guest did not end one second after its context was closed: only ending the process ends it.
   */
  GUEST_STUCK(75),
  /** The compiler does not come to an end with a function of the guest's. */
  COMPILER_STUCK(76),
  /** What the JVM itself exits with when its heap is used up. */
  HEAP_EXHAUSTED(3);

  private final int code;

  RunnerExit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Empty for a code that no runner chooses: of a crash or a signal. */
  public static Optional<RunnerExit> ofCode(int code) {
    return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst();
  }
}
