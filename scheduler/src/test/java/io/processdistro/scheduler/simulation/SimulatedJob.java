package io.processdistro.scheduler.simulation;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.structures.RangeSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A job as the world sees it: what its grains cost, and what is durable. Survives restarts. Its
 * line may grow in stages, each known when the former one is done or half done.
 */
final class SimulatedJob {
  final JobTicket ticket;
  final long grainNanos;

  /** Grains of the middle third cost so many times more. */
  final int middleFactor;

  /** Always traps; -1 if none does. */
  final long badGrain;

  /** Always kills its runner; -1 if none does. */
  final long poisonGrain;

  /** Length of the line after each stage; two equal ones: that nothing follows is known late. */
  private final List<Long> stageEnds;

  /** The next stage is known only when all of the former is done. */
  final boolean inOrder;

  /** Index into the ends. */
  private int stage;

  /** Somebody works out the next stage. */
  boolean planning;

  /** Accepted; durable but for {@link #uncommitted}. */
  final RangeSet accepted = new RangeSet();

  private final List<GrainRange> uncommitted = new ArrayList<>();

  /** Its end, before that is durable. */
  JobOutcome ending;

  /** Its end, durable. */
  JobOutcome outcome;

  boolean cancelled;

  SimulatedJob(
      JobTicket ticket, long grainNanos, int middleFactor, long badGrain, long poisonGrain) {
    this(
        ticket,
        grainNanos,
        middleFactor,
        badGrain,
        poisonGrain,
        List.of(ticket.work().grains()),
        true);
  }

  SimulatedJob(
      JobTicket ticket,
      long grainNanos,
      int middleFactor,
      long badGrain,
      long poisonGrain,
      List<Long> stageEnds,
      boolean inOrder) {
    this.ticket = ticket;
    this.grainNanos = grainNanos;
    this.middleFactor = middleFactor;
    this.badGrain = badGrain;
    this.poisonGrain = poisonGrain;
    this.stageEnds = List.copyOf(stageEnds);
    this.inOrder = inOrder;
    ticket.work().accepted().forEach(accepted::add);
  }

  /** As far as the line is known. */
  long grains() {
    return stageEnds.get(stage);
  }

  boolean open() {
    return stage < stageEnds.size() - 1;
  }

  int stagesToCome() {
    return stageEnds.size() - 1 - stage;
  }

  long grainsInTheEnd() {
    return stageEnds.getLast();
  }

  /** It has ended as far as the controller knows. */
  boolean over() {
    return outcome != null || ending != null;
  }

  /**
   * @throws IllegalStateException if any grain of it was accepted before
   */
  void accept(GrainRange range) {
    accepted.add(range);
    uncommitted.add(range);
  }

  void committed(GrainRange range) {
    uncommitted.remove(range);
  }

  /** The controller is gone, and with it what was not durable. */
  void forgetUncommitted() {
    uncommitted.forEach(accepted::remove);
    uncommitted.clear();
    ending = null;
  }

  /** Whether what is done tells the next stage. */
  boolean tellsNextStage() {
    if (!open() || over()) return false;
    return accepted.grains() >= (inOrder ? grains() : grains() / 2);
  }

  void grow() {
    stage++;
  }

  /** On a node of slowness 1. */
  long costNanos(GrainRange range) {
    long third = grainsInTheEnd() / 3;
    long from = Math.clamp(range.from(), third, 2 * third);
    long to = Math.clamp(range.to(), third, 2 * third);
    return (range.length() + (to - from) * (middleFactor - 1)) * grainNanos;
  }

  /** Cost of what is not accepted, stages to come included. */
  long costLeftNanos() {
    long all = costNanos(new GrainRange(0, grainsInTheEnd()));
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
