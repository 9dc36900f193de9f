package io.processdistro.node.runner;

/** The exit codes of a runner, which the agent turns into sentences. */
public enum RunnerExit {
  /** Told to stop, or the agent is gone. */
  STOPPED(0),
  /** Started with wrong arguments, or the pipe carried nonsense. */
  PROTOCOL(70),
  /**
   * A guest did not end one second after its context was closed: only ending the process ends it.
   */
  GUEST_STUCK(75);

  private final int code;

  RunnerExit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
