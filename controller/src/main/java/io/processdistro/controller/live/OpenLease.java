package io.processdistro.controller.live;

import io.processdistro.scheduler.Lease;

/** A lease that is out. */
final class OpenLease {
  /** It waits on its node, as far as can be told. */
  static final int NO_SLOT = -1;

  final Lease lease;
  final SpanKind kind;
  final JobTrack job;
  final NodeSlots node;
  final long assignedNanos;
  int slot = NO_SLOT;
  long startedNanos;

  OpenLease(Lease lease, SpanKind kind, JobTrack job, NodeSlots node, long nowNanos) {
    this.lease = lease;
    this.kind = kind;
    this.job = job;
    this.node = node;
    this.assignedNanos = nowNanos;
  }
}
