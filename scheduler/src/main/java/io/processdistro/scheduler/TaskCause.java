package io.processdistro.scheduler;

/** What moves a task from one state to the next. */
enum TaskCause {
  LEASED,
  ADOPTED,
  LOST_ITS_LEASE,
  FAILED_FOR_NOW,
  WAITED,
  ACCEPTED,
  SPLIT,
  JOB_ENDED
}
