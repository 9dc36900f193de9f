package io.processdistro.scheduler;

/** Why a report was not accepted. */
public enum DiscardReason {
  /** Nobody waits for this lease: given up since, reported before, or of a former epoch. */
  STALE,
  /** Another copy of the task was faster. */
  DUPLICATE,
  /** The driver refused the output, or the lease belongs to another node. */
  INVALID,
  /** The task failed; that is noted and dealt with. */
  FAILED,
  /** The task was stopped on demand, or its job ended meanwhile. */
  CANCELLED
}
