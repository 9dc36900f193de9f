package io.processdistro.controller.tasks;

import io.processdistro.common.errors.ErrorCode;
import java.util.List;

/** A request is refused before anything started. The message is fit for users. */
public final class InvalidJobException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String field;
  private final String hint;
  private final transient List<Complaint> complaints;

  /**
   * @param code of kind USER
   * @param field which part of the request is wrong: {@code task_type}, {@code params.width},
   *     {@code inputs.a}, {@code output}
   * @param message one sentence: what was wrong and what is allowed; foreign text in it is escaped
   *     and bounded
   * @param hint what to do about it; empty if the message says it all
   */
  public InvalidJobException(ErrorCode code, String field, String message, String hint) {
    this(code, field, message, hint, List.of());
  }

  /**
   * @param complaints everything that is wrong, if there is more to say than the message does
   */
  public InvalidJobException(
      ErrorCode code, String field, String message, String hint, List<Complaint> complaints) {
    super(message);
    this.code = code;
    this.field = field;
    this.hint = hint;
    this.complaints = List.copyOf(complaints);
  }

  public ErrorCode code() {
    return code;
  }

  public String field() {
    return field;
  }

  public List<Complaint> complaints() {
    return complaints;
  }

  public String hint() {
    return hint;
  }
}
