package io.processdistro.controller.api.http;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.jobs.JobRefusedException;
import io.processdistro.controller.tasks.Complaint;
import java.util.List;

/** A request is refused. The message is fit for users. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final int status;
  private final String field;
  private final String hint;
  private final transient List<Complaint> complaints;

  /**
   * @param field the part of the request at fault; null if it is the whole
   * @param hint what to do; null if the message says it all
   */
  public ApiException(ErrorCode code, String field, String message, String hint) {
    this(code, HttpStatuses.of(code), field, message, hint);
  }

  /**
   * @param status where it must differ from the one that belongs to the code
   */
  public ApiException(ErrorCode code, int status, String field, String message, String hint) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.field = field;
    this.hint = hint;
    this.complaints = List.of();
  }

  public ApiException(JobRefusedException refusal) {
    super(refusal.getMessage(), null, false, false);
    this.code = refusal.code();
    this.status = HttpStatuses.of(code);
    this.field = refusal.field();
    this.hint = refusal.hint();
    this.complaints = refusal.complaints();
  }

  public static ApiException invalid(String field, String message) {
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

  /** Everything that is wrong, if there is more to say than the message does. */
  List<Complaint> complaints() {
    return complaints;
  }

  String hint() {
    return hint;
  }
}
