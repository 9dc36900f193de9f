package io.processdistro.controller.server;

/** The controller cannot start. The message is one sentence for people that names the remedy. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
