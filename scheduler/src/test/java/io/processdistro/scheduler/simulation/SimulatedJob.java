package io.processdistro.scheduler.simulation;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.structures.RangeSet;

/** A job as the world sees it: what its grains cost, and what is durable. Survives restarts. */
final class SimulatedJob {
  final JobTicket ticket;
  final long grainNanos;

  /** Grains of the middle third cost so many times more. */
  final int middleFactor;

  /** Always traps; -1 if none does. */
  final long badGrain;

  /** Always kills its runner; -1 if none does. */
  final long poisonGrain;

  final RangeSet accepted = new RangeSet();
  JobOutcome outcome;
  boolean cancelled;

  SimulatedJob(
      JobTicket ticket, long grainNanos, int middleFactor, long badGrain, long poisonGrain) {
    this.ticket = ticket;
    this.grainNanos = grainNanos;
    this.middleFactor = middleFactor;
    this.badGrain = badGrain;
    this.poisonGrain = poisonGrain;
    ticket.work().accepted().forEach(accepted::add);
  }

  /** On a node of slowness 1. */
  long costNanos(GrainRange range) {
    long third = ticket.work().grains() / 3;
    long from = Math.clamp(range.from(), third, 2 * third);
    long to = Math.clamp(range.to(), third, 2 * third);
    return (range.length() + (to - from) * (middleFactor - 1)) * grainNanos;
  }

  /** Cost of what is not accepted. */
  long costLeftNanos() {
    long all = costNanos(new GrainRange(0, ticket.work().grains()));
    for (var range : accepted.ranges()) all -= costNanos(range);
    return all;
  }

  ContentHash output(GrainRange range) {
    return new ContentHash(grainNanos, range.from(), range.to(), middleFactor);
  }

  static boolean holds(GrainRange range, long grain) {
    return range.from() <= grain && grain < range.to();
  }
}
