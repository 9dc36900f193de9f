package io.processdistro.controller.jobs;

import io.processdistro.controller.store.AcceptedTask;

/**
 * What the accepted tasks of a job took, by their nodes' clocks.
 *
 * @param tasks how many
 * @param slotNanos summed
 * @param kernelNanos summed
 * @param slotSquares of the nanoseconds of each task, summed
 * @param kernelSquares likewise
 * @param slotNanosMax of the longest one
 */
public record AcceptedTimes(
    long tasks,
    long slotNanos,
    long kernelNanos,
    double slotSquares,
    double kernelSquares,
    long slotNanosMax) {
  static final AcceptedTimes NONE = new AcceptedTimes(0, 0, 0, 0, 0, 0);

  AcceptedTimes with(AcceptedTask task) {
    return new AcceptedTimes(
        tasks + 1,
        slotNanos + task.slotNanos(),
        kernelNanos + task.kernelNanos(),
        slotSquares + (double) task.slotNanos() * task.slotNanos(),
        kernelSquares + (double) task.kernelNanos() * task.kernelNanos(),
        Math.max(slotNanosMax, task.slotNanos()));
  }
}
