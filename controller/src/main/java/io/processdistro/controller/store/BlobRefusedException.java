package io.processdistro.controller.store;

import io.processdistro.common.errors.ErrorCode;

/** Content was not stored because of what it is. The message is fit for users. */
public final class BlobRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public BlobRefusedException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
