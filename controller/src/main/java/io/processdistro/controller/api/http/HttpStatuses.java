package io.processdistro.controller.api.http;

import io.processdistro.common.errors.ErrorCode;

/** Which HTTP status an error code stands for. */
final class HttpStatuses {
  private HttpStatuses() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_REQUEST, PROTOCOL_VIOLATION -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case UNKNOWN_TASK_TYPE,
          INVALID_PARAMETER,
          INVALID_INPUT,
          MODULE_INVALID,
          IMPORT_FORBIDDEN,
          GUEST_TRAP,
          GUEST_ERROR_CODE,
          GUEST_OUTPUT_INVALID,
          DEADLINE_EXCEEDED,
          MEMORY_EXCEEDED,
          OUTPUT_EXCEEDED,
          STACK_EXCEEDED,
          FUEL_EXHAUSTED,
          RUNNER_KILLED,
          MODULE_QUARANTINED ->
          422;
      case OVERLOADED, NODE_LOST, NODE_STOPPING, RUNNER_DIED, TRANSFER_FAILED, STORE_FAILED -> 503;
      case STORE_FULL -> 507;
      case INTERNAL_ERROR -> 500;
    };
  }
}
