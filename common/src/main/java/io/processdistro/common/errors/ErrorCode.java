package io.processdistro.common.errors;

/**
 * Every way in which a task, a request or a frame can fail. The name is the stable identifier in
 * API, wire and metrics; a code is never renamed or reused.
 */
public enum ErrorCode {
  // The user's request
  INVALID_REQUEST(ErrorKind.USER),
  UNKNOWN_TASK_TYPE(ErrorKind.USER),
  INVALID_PARAMETER(ErrorKind.USER),
  INVALID_INPUT(ErrorKind.USER),
  NOT_FOUND(ErrorKind.USER),
  CONFLICT(ErrorKind.USER),
  UNAUTHENTICATED(ErrorKind.USER),
  FORBIDDEN(ErrorKind.USER),
  TOO_LARGE(ErrorKind.USER),
  RATE_LIMITED(ErrorKind.USER),

  // The guest
  MODULE_INVALID(ErrorKind.USER),
  IMPORT_FORBIDDEN(ErrorKind.USER),
  GUEST_TRAP(ErrorKind.USER),
  GUEST_ERROR_CODE(ErrorKind.USER),
  GUEST_OUTPUT_INVALID(ErrorKind.USER),
  DEADLINE_EXCEEDED(ErrorKind.LIMIT),
  MEMORY_EXCEEDED(ErrorKind.LIMIT),
  OUTPUT_EXCEEDED(ErrorKind.LIMIT),
  STACK_EXCEEDED(ErrorKind.LIMIT),
  /** The instruction budget of a metered module is used up. */
  FUEL_EXHAUSTED(ErrorKind.LIMIT),
  /**
   * Nothing less than ending the guest's process ended what it did: evidence against its module.
   */
  RUNNER_KILLED(ErrorKind.LIMIT),
  /** The module is not started any more, because runners of it had to be killed repeatedly. */
  MODULE_QUARANTINED(ErrorKind.USER),

  // The node or its link
  TRANSFER_FAILED(ErrorKind.NODE),
  RUNNER_DIED(ErrorKind.NODE),
  NODE_LOST(ErrorKind.NODE),
  NODE_STOPPING(ErrorKind.NODE),
  PROTOCOL_VIOLATION(ErrorKind.NODE),

  // We
  OVERLOADED(ErrorKind.INTERNAL),
  /** No space is left where we keep our state. */
  STORE_FULL(ErrorKind.INTERNAL),
  STORE_FAILED(ErrorKind.INTERNAL),
  INTERNAL_ERROR(ErrorKind.INTERNAL);

  private final ErrorKind kind;

  ErrorCode(ErrorKind kind) {
    this.kind = kind;
  }

  public ErrorKind kind() {
    return kind;
  }
}
