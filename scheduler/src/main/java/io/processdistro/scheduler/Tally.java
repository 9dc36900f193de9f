package io.processdistro.scheduler;

import io.processdistro.scheduler.view.AttemptCounts;

/** Counts leases by how they ended, so that the sum is always exact. */
final class Tally {
  private final long[] byState = new long[AttemptState.values().length];
  private long issued;

  void issued() {
    issued++;
  }

  /** A lease ended, or one that had ended as {@code from} turned out to be {@code to}. */
  void moved(AttemptState from, AttemptState to) {
    if (!from.open()) byState[from.ordinal()]--;
    if (!to.open()) byState[to.ordinal()]++;
  }

  AttemptCounts counts() {
    return new AttemptCounts(
        issued,
        of(AttemptState.ACCEPTED),
        of(AttemptState.DUPLICATE),
        of(AttemptState.STALE),
        of(AttemptState.INVALID),
        of(AttemptState.FAILED),
        of(AttemptState.CANCELLED),
        of(AttemptState.LOST));
  }

  long of(AttemptState state) {
    return byState[state.ordinal()];
  }
}
