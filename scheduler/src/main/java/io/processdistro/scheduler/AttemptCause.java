package io.processdistro.scheduler;

/** What moves a lease from one state to the next. */
enum AttemptCause {
  STARTED,
  ASKED_BACK,
  TOLD_TO_STOP,
  SUCCEEDED,
  BEATEN,
  REFUSED,
  FAILED,
  STOPPED,
  RETURNED,
  GIVEN_UP,
  REPORTED_LATE
}
