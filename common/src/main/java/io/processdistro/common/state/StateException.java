package io.processdistro.common.state;

/** State on disk cannot be used. The message is one sentence for people that names the remedy. */
public final class StateException extends Exception {
  private static final long serialVersionUID = 1;

  public StateException(String message) {
    super(message);
  }

  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
