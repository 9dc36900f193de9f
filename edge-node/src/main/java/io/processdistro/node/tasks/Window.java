package io.processdistro.node.tasks;

import java.util.concurrent.TimeUnit;

/**
 * How many tasks a runner is given beyond its slots, so that a slot need not wait for the way to
 * the agent and back (some tenths of a millisecond) after each task. Only while tasks are so short
 * that the way counts: longer ones are better kept where they can be given back at once.
 */
final class Window {
  private static final int TASKS_MAX = 32;
  private static final double WORK_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(4);

  /** Weight of the newest measurement. */
  private static final double NEWEST = 0.125;

  private double slotNanos = Double.POSITIVE_INFINITY;

  /** A task has held its slot for so long. */
  void measured(long nanos) {
    double bounded = Math.max(1, nanos);
    slotNanos = Double.isInfinite(slotNanos) ? bounded : slotNanos + NEWEST * (bounded - slotNanos);
  }

  /** Most tasks beyond the slots, by what the latest tasks took; 0 while nothing is known. */
  int tasks(int slots) {
    return (int) Math.min(TASKS_MAX, slots * WORK_NANOS_MAX / slotNanos);
  }
}
