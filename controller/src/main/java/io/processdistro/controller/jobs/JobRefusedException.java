package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;

/** A job, or something asked about one, is refused. The message is fit for users. */
public final class JobRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String field;
  private final String hint;

  /**
   * @param field the part of the request at fault; null if it is the whole
   * @param hint what to do; null if the message says it all
   */
  public JobRefusedException(ErrorCode code, String field, String message, String hint) {
    super(message);
    this.code = code;
    this.field = field;
    this.hint = hint;
  }

  public ErrorCode code() {
    return code;
  }

  public String field() {
    return field;
  }

  public String hint() {
    return hint;
  }
}
