package io.processdistro.scheduler;

/** Where a task is, from the moment its range is carved. Before that it does not exist. */
enum TaskState {
  /** At least one lease of it is waiting or running on a node. */
  LEASED,
  /** In its job's queue of tasks that were out before. */
  QUEUED,
  /** Waits for a moment before it is queued again. */
  DELAYED,
  DONE,
  /** Its job ended without it. */
  DROPPED
}
