package io.processdistro.controller.security;

/** The tokens cannot be changed. The message is fit for users. */
public final class TokenStoreException extends Exception {
  private static final long serialVersionUID = 1;

  TokenStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
