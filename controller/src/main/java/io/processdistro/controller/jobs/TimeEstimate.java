package io.processdistro.controller.jobs;

import java.util.Optional;

/**
 * How long a job will take, on the cluster as it is, from a sample of its tiles.
 *
 * <p>With G grains in all, n measured tiles of L grains, S slots, and per tile the kernel's time k
 * and the slot's time s (the kernel, inputs, outputs and what else a task costs):
 *
 * <pre>
 * low  = plan + G / L / S * (mean(k) - e(k))
 * high = plan + G / L / S * (mean(s) + e(s)) + max(s) + 0.5 s + ahead
 * e(x) = t * deviation(x) / sqrt(n) * sqrt(1 - n L / G)
 * </pre>
 *
 * The error e is the usual one of a mean, with Student's t for 95 %, less what a sample of a finite
 * line knows already. Whole tasks are longer than tiles, so that they cost less beside the kernel
 * than tiles do: the truth lies between k and s. The last tasks wait for nobody, so a run takes at
 * most one tile, and one task of the usual half second, longer than its work divided by the slots
 * (Graham's bound for lists). What waits before the job may have to end first.
 *
 * <p>It knows nothing of nodes that come or go, of jobs that come later, of rare grains that cost
 * far more than those it saw, of merges, and of the time that a large result takes to be written.
 *
 * @param highSeconds empty if too few tiles were done to tell
 */
public record TimeEstimate(double lowSeconds, Optional<Double> highSeconds) {
  /** Fewer say nothing of the spread, unless they are all there are. */
  private static final int TILES_MIN = 8;

  /** Student's t, 95 % on both sides, 31 degrees of freedom: of a whole sample. */
  private static final double T_OF_WHOLE_SAMPLE = 2.04;

  /** The same with 7 degrees, for any sample that was stopped. */
  private static final double T_OF_PART = 2.37;

  private static final double TASK_SECONDS = 0.5;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * @param slots of the nodes that fit, and that the job may use
   * @param aheadSeconds how long what is before it takes at most; 0 if there is nothing
   * @return empty if not a single tile was done, or no slot is there
   */
  public static Optional<TimeEstimate> of(Sample sample, int slots, double aheadSeconds) {
    var times = sample.times();
    if (times.tasks() == 0 || slots == 0) return Optional.empty();
    double planSeconds = sample.planNanos() / NANOS_PER_SECOND;
    long grains = sample.whole().grains();
    double rounds = (double) grains / sample.grainsPerTile() / Math.min(slots, grains);
    double kernel =
        mean(times.kernelNanos(), times)
            - error(times.kernelNanos(), times.kernelSquares(), sample);
    double low = planSeconds + rounds * Math.max(0, kernel) / NANOS_PER_SECOND;
    if (times.tasks() < Math.min(TILES_MIN, sample.tiles())) {
      return Optional.of(new TimeEstimate(low, Optional.empty()));
    }
    double slot =
        mean(times.slotNanos(), times) + error(times.slotNanos(), times.slotSquares(), sample);
    double high =
        planSeconds
            + (rounds * slot + times.slotNanosMax()) / NANOS_PER_SECOND
            + TASK_SECONDS
            + aheadSeconds;
    return Optional.of(new TimeEstimate(low, Optional.of(high)));
  }

  private static double mean(long sum, AcceptedTimes times) {
    return (double) sum / times.tasks();
  }

  private static double error(long sum, double squares, Sample sample) {
    var times = sample.times();
    double known = (double) times.tasks() * sample.grainsPerTile() / sample.whole().grains();
    double t = times.tasks() == sample.tiles() ? T_OF_WHOLE_SAMPLE : T_OF_PART;
    return t
        * deviation(sum, squares, times.tasks())
        / Math.sqrt(times.tasks())
        * Math.sqrt(Math.max(0, 1 - known));
  }

  /** Of a sample; 0 if there is but one. */
  static double deviation(long sum, double squares, long count) {
    if (count < 2) return 0;
    return Math.sqrt(Math.max(0, squares - (double) sum * sum / count) / (count - 1));
  }
}
