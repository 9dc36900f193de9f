package io.processdistro.node.membership;

/**
 * The controller did not answer, or not now: trying again may help. The message is one sentence for
 * people.
 */
public final class ControllerSilentException extends Exception {
  private static final long serialVersionUID = 1;

  ControllerSilentException(String message, Throwable cause) {
    super(message, cause);
  }
}
