package io.processdistro.scheduler;

/** How far one lease is. */
enum AttemptState {
  /** Sent to its node, not in a slot yet by all we know. */
  WAITING,
  /** In a slot: by heartbeat, or because it is among the first the node got. */
  RUNNING,
  /** Asked back. Its task is free to run elsewhere; a result is welcome all the same. */
  REVOKED,
  /** Told to stop; what it reports no longer counts. */
  STOPPING,
  ACCEPTED,
  DUPLICATE,
  INVALID,
  FAILED,
  CANCELLED,
  /** Given up with its node. */
  LOST,
  /** Given up, and reported after all. */
  STALE;

  boolean open() {
    return switch (this) {
      case WAITING, RUNNING, REVOKED, STOPPING -> true;
      case ACCEPTED, DUPLICATE, INVALID, FAILED, CANCELLED, LOST, STALE -> false;
    };
  }
}
