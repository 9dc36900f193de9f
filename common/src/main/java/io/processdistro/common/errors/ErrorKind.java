package io.processdistro.common.errors;

/** Whose fault it is. That decides retry, HTTP status and metric label. */
public enum ErrorKind {
  /** The request or the module is wrong: the same again will fail the same way. */
  USER,
  /** The task hit one of its limits: deterministic, so confirmed once elsewhere and then final. */
  LIMIT,
  /** The node or its link failed: the task is innocent and runs elsewhere. */
  NODE,
  /** We are at fault: retried within the attempts of the task. */
  INTERNAL
}
