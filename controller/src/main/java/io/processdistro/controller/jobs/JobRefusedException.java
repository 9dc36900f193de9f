package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.tasks.Complaint;
import io.processdistro.controller.tasks.InvalidJobException;
import java.util.List;

/** A job, or something asked about one, is refused. The message is fit for users. */
public final class JobRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String field;
  private final String hint;
  private final transient List<Complaint> complaints;

  /**
   * @param field the part of the request at fault; null if it is the whole
   * @param hint what to do; null if the message says it all
   */
  public JobRefusedException(ErrorCode code, String field, String message, String hint) {
    super(message);
    this.code = code;
    this.field = field;
    this.hint = hint;
    this.complaints = List.of();
  }

  /** As a task type refused it. */
  public JobRefusedException(InvalidJobException refusal) {
    super(refusal.getMessage());
    this.code = refusal.code();
    this.field = refusal.field();
    this.hint = refusal.hint().isEmpty() ? null : refusal.hint();
    this.complaints = refusal.complaints();
  }

  public ErrorCode code() {
    return code;
  }

  public String field() {
    return field;
  }

  /** Everything that is wrong, if there is more to say than the message does. */
  public List<Complaint> complaints() {
    return complaints;
  }

  public String hint() {
    return hint;
  }
}
