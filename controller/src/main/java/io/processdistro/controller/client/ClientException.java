package io.processdistro.controller.client;

/** A call to the controller did not do what it should. The message is one sentence for people. */
public abstract sealed class ClientException extends Exception
    permits UnreachableException, UntrustedException, RefusedException, StrangeAnswerException {
  private static final long serialVersionUID = 1;

  ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
