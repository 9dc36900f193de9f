package io.processdistro.scheduler;

/**
 * One lease and what we know of it. All times on the clock that stands still during our own stalls.
 */
final class Attempt {
  /** By so much the clock of a node may run faster than ours during one task. */
  private static final long CLOCKS_APART_NANOS = 1_000_000_000;

  final Lease lease;
  final Task task;
  final Node node;

  /** A second copy of a slow task. */
  final boolean hedge;

  /** By the driver's clock, the only time here that is. */
  final long issuedNanos;

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

  Attempt(
      Lease lease, Task task, Node node, boolean hedge, long estimateNanos, StallFreeClock clock) {
    this.lease = lease;
    this.task = task;
    this.node = node;
    this.hedge = hedge;
    this.issuedNanos = clock.nowNanos();
    this.seenNanos = clock.fairNanos();
    this.estimateNanos = estimateNanos;
  }

  /** What a node says about the time in its slot, as far as it can be true. */
  long slotNanos(long reportedNanos, StallFreeClock clock) {
    long sinceIssue = clock.nowNanos() - issuedNanos;
    return Math.clamp(reportedNanos, 0, sinceIssue + CLOCKS_APART_NANOS);
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
