package io.processdistro.controller.tasks;

/** An output cannot come from the task it is given for: its node lies, or its kernel is broken. */
public final class InvalidOutputException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence with the range, what came and what was expected
   */
  public InvalidOutputException(String message) {
    super(message);
  }
}
