package io.processdistro.scheduler;

/**
 * One lease and what we know of it. All times on the clock that stands still during our own stalls.
 */
final class Attempt {
  final Lease lease;
  final Task task;
  final Node node;

  /** A second copy of a slow task. */
  final boolean hedge;

  final long sentNanos;

  /** How long it holds a slot, by estimate. */
  final long estimateNanos;

  AttemptState state = AttemptState.WAITING;

  /** When it entered a slot, as far as we know; 0 if it has not. */
  long startedNanos;

  /** When a heartbeat last named it as running; else when it was sent, or last nudged. */
  long seenNanos;

  // Place in one of its node's lists.
  AttemptList list;
  Attempt previous;
  Attempt next;

  Attempt(Lease lease, Task task, Node node, boolean hedge, long sentNanos, long estimateNanos) {
    this.lease = lease;
    this.task = task;
    this.node = node;
    this.hedge = hedge;
    this.sentNanos = sentNanos;
    this.seenNanos = sentNanos;
    this.estimateNanos = estimateNanos;
  }

  /**
   * Time it will still hold a slot; one that overshoots its estimate is taken to need half again.
   */
  long remainingNanos(long nowNanos) {
    if (startedNanos == 0) return estimateNanos;
    long elapsed = nowNanos - startedNanos;
    return Math.max(estimateNanos - elapsed, elapsed / 2);
  }

  @Override
  public String toString() {
    return lease + " " + state;
  }
}
