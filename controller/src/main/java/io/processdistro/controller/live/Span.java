package io.processdistro.controller.live;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;

/**
 * One attempt at a task, in the slot that it was in as far as that can be told.
 *
 * @param slot from 0
 * @param fromNanos scheduler's clock
 * @param toNanos {@link #RUNNING} while it runs
 */
public record Span(
    NodeId node,
    int slot,
    long fromNanos,
    long toNanos,
    SpanKind kind,
    GrainRange range,
    LeaseKey lease) {
  public static final long RUNNING = Long.MAX_VALUE;

  public boolean runs() {
    return toNanos == RUNNING;
  }
}
