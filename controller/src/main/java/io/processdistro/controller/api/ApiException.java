package io.processdistro.controller.api;

import io.processdistro.common.errors.ErrorCode;

/** A request is refused. The message is fit for users. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final int status;
  private final String field;
  private final String hint;

  /**
   * @param field the part of the request at fault; null if it is the whole
   * @param hint what to do; null if the message says it all
   */
  ApiException(ErrorCode code, String field, String message, String hint) {
    this(code, HttpStatuses.of(code), field, message, hint);
  }

  /**
   * @param status where it must differ from the one that belongs to the code
   */
  ApiException(ErrorCode code, int status, String field, String message, String hint) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.field = field;
    this.hint = hint;
  }

  static ApiException invalid(String field, String message) {
    return new ApiException(ErrorCode.INVALID_REQUEST, field, message, null);
  }

  ErrorCode code() {
    return code;
  }

  int status() {
    return status;
  }

  String field() {
    return field;
  }

  String hint() {
    return hint;
  }
}
