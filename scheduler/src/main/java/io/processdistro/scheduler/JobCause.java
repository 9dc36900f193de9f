package io.processdistro.scheduler;

/** What moves a job from one state to the next. */
enum JobCause {
  FIRST_LEASE,
  GREW,
  PAUSED,
  RESUMED_FRESH,
  RESUMED,
  ALL_ACCEPTED,
  GAVE_UP,
  CANCELLED
}
