package io.processdistro.common.wire;

import io.processdistro.common.values.LeaseKey;

/** A lease that a node still has when it connects, and how far it is. */
public record HeldLease(LeaseKey lease, State state) {
  public enum State {
    WAITING,
    RUNNING,
    /** Ended; its report follows until it is acknowledged. */
    REPORTED
  }
}
