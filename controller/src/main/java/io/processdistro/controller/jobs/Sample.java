package io.processdistro.controller.jobs;

import io.processdistro.common.values.JobId;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.scheduler.JobOutcome;
import java.util.Optional;

/**
 * What was measured of a few tiles of a job.
 *
 * @param job the one that computed the tiles
 * @param whole what was asked about
 * @param planNanos how long the plan took
 * @param tiles how many were chosen; {@code times} says how many of them were done
 * @param grainsPerTile the same for all
 * @param reusable the job whose result would be taken instead of computing it again
 */
public record Sample(
    JobId job,
    JobPlan whole,
    long planNanos,
    long tiles,
    long grainsPerTile,
    AcceptedTimes times,
    Optional<JobId> reusable) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * @param job the one that computed the tiles
   * @throws JobRefusedException if a tile failed: the whole job would fail too
   */
  static Sample of(ActiveJob job, Optional<JobEnd> end, Optional<JobId> reusable)
      throws JobRefusedException {
    if (end.isPresent() && end.get().outcome() instanceof JobOutcome.Failed failed) {
      throw new JobRefusedException(
          failed.code(),
          null,
          "a tile of the job failed, so the whole would: " + failed.message(),
          "\"controller explain " + job.record().id() + "\" tells how it came to that");
    }
    var plan = SampledPlan.of(job);
    return new Sample(
        job.record().id(),
        plan.whole(),
        job.planned().nanos(),
        plan.grains(),
        plan.grainsPerTile(),
        job.times(),
        reusable);
  }

  /** Of one grain, in a slot, on average; 0 if no tile was done. */
  public double grainMillis() {
    return times.tasks() == 0
        ? 0
        : times.slotNanos() / NANOS_PER_MILLI / times.tasks() / grainsPerTile;
  }

  /** How far tiles are from that, per grain; 0 if fewer than two were done. */
  public double grainMillisDeviation() {
    return TimeEstimate.deviation(times.slotNanos(), times.slotSquares(), times.tasks())
        / NANOS_PER_MILLI
        / grainsPerTile;
  }
}
