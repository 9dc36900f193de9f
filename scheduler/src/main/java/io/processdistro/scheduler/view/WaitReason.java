package io.processdistro.scheduler.view;

/** Why work of a job waits at this moment. */
public enum WaitReason {
  /** Nothing of it waits: all is running or done. */
  NOTHING_WAITS,
  /** All that is known of it is done; what follows from it is being worked out. */
  NEXT_STAGE,
  NO_NODES,
  /** No connected node offers the memory a task needs. */
  NO_NODE_FITS,
  PAUSED,
  /** As many leases as the job's cap allows are out. */
  SLOT_CAP,
  /** Failed tasks wait for their next attempt, or for another node than the one they failed on. */
  RETRY,
  /** Every slot that fits is busy, or goes to a higher priority or a submitter with less so far. */
  BUSY
}
