package io.processdistro.scheduler;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import java.util.List;
import java.util.OptionalLong;

/**
 * A job as the scheduler sees it: a line of grains and the rules for running them. The line of an
 * open job grows at its end, stage by stage, through {@link Event.JobGrown}.
 */
public record JobTicket(JobId job, Work work, Share share, Terms terms) {

  /**
   * What there is to do.
   *
   * @param speedClass jobs of one class cost about the same per grain relative to the speed of a
   *     node; usually the task type, where it helps with the parameter that decides the cost
   *     ("password_hash/bcrypt/10")
   * @param module what runs; nodes that have it warm are preferred
   * @param grains length of the line as far as it is known, at least 1
   * @param open more grains may follow: the job does not end before it is told that none do
   * @param grainsPerTaskMax longest range the plan allows, for instance because the inputs of a
   *     longer one would not fit
   * @param grainsPerTaskFixed if present, every task gets exactly so many grains (the last perhaps
   *     fewer) and no length is guided by measurement
   * @param accepted ranges whose results are durable already: not run again
   */
  public record Work(
      String speedClass,
      ContentHash module,
      long grains,
      boolean open,
      long grainsPerTaskMax,
      OptionalLong grainsPerTaskFixed,
      List<GrainRange> accepted) {
    public Work {
      require(grains >= 1, "grains must be at least 1, was " + grains);
      require(
          grainsPerTaskMax >= 1, "grainsPerTaskMax must be at least 1, was " + grainsPerTaskMax);
      grainsPerTaskFixed.ifPresent(
          fixed -> require(fixed >= 1, "grainsPerTaskFixed must be at least 1, was " + fixed));
      accepted = List.copyOf(accepted);
      for (var range : accepted) {
        require(range.to() <= grains, "accepted range " + range + " ends after grain " + grains);
      }
    }

    /** Free range lengths, nothing accepted yet, the whole line known. */
    public static Work of(String speedClass, ContentHash module, long grains) {
      return new Work(
          speedClass, module, grains, false, Long.MAX_VALUE, OptionalLong.empty(), List.of());
    }

    public Work withOpen(boolean open) {
      return new Work(
          speedClass, module, grains, open, grainsPerTaskMax, grainsPerTaskFixed, accepted);
    }

    public Work withGrainsPerTaskMax(long grainsPerTaskMax) {
      return new Work(
          speedClass, module, grains, open, grainsPerTaskMax, grainsPerTaskFixed, accepted);
    }

    public Work withGrainsPerTaskFixed(long grainsPerTask) {
      return new Work(
          speedClass,
          module,
          grains,
          open,
          grainsPerTaskMax,
          OptionalLong.of(grainsPerTask),
          accepted);
    }

    public Work withAccepted(List<GrainRange> accepted) {
      return new Work(
          speedClass, module, grains, open, grainsPerTaskMax, grainsPerTaskFixed, accepted);
    }
  }

  /**
   * How much of the cluster the job may have.
   *
   * @param submitter whose share it counts against
   * @param weight 1 to 1000; submitters get slot time in proportion to it
   * @param slotsMax most leases of this job at any time, at least 1
   */
  public record Share(String submitter, int weight, Priority priority, int slotsMax) {
    public static final int WEIGHT_MAX = 1000;

    public Share {
      require(
          weight >= 1 && weight <= WEIGHT_MAX,
          "weight must be 1 to " + WEIGHT_MAX + ", was " + weight);
      require(slotsMax >= 1, "slotsMax must be at least 1, was " + slotsMax);
    }

    /** Weight 1, normal priority, no cap. */
    public static Share of(String submitter) {
      return new Share(submitter, 1, Priority.NORMAL, Integer.MAX_VALUE);
    }

    public Share withWeight(int weight) {
      return new Share(submitter, weight, priority, slotsMax);
    }

    public Share withPriority(Priority priority) {
      return new Share(submitter, weight, priority, slotsMax);
    }

    public Share withSlotsMax(int slotsMax) {
      return new Share(submitter, weight, priority, slotsMax);
    }
  }

  /**
   * What holds for each task, and for the job as a whole.
   *
   * @param memoryBytesMax memory one task may take; nodes that offer less get none
   * @param wallMillisMax longest run of one task; the node enforces it
   * @param attemptsMax failures on a task's own account before the job fails, at least 1
   * @param deadlineNanos the job fails at this time of the scheduler's clock, if not done
   * @param hedging whether a slow task may run a second time elsewhere; off for impure tasks
   */
  public record Terms(
      long memoryBytesMax,
      long wallMillisMax,
      int attemptsMax,
      OptionalLong deadlineNanos,
      boolean hedging) {
    /** 16 MiB, 5 minutes, 4 attempts, no deadline, hedging. */
    public static final Terms DEFAULTS =
        new Terms(16L << 20, 300_000, 4, OptionalLong.empty(), true);

    public Terms {
      require(memoryBytesMax >= 1, "memoryBytesMax must be at least 1, was " + memoryBytesMax);
      require(wallMillisMax >= 1, "wallMillisMax must be at least 1, was " + wallMillisMax);
      require(attemptsMax >= 1, "attemptsMax must be at least 1, was " + attemptsMax);
    }

    public Terms withMemoryBytesMax(long memoryBytesMax) {
      return new Terms(memoryBytesMax, wallMillisMax, attemptsMax, deadlineNanos, hedging);
    }

    public Terms withWallMillisMax(long wallMillisMax) {
      return new Terms(memoryBytesMax, wallMillisMax, attemptsMax, deadlineNanos, hedging);
    }

    public Terms withDeadlineNanos(long deadlineNanos) {
      return new Terms(
          memoryBytesMax, wallMillisMax, attemptsMax, OptionalLong.of(deadlineNanos), hedging);
    }

    public Terms withHedging(boolean hedging) {
      return new Terms(memoryBytesMax, wallMillisMax, attemptsMax, deadlineNanos, hedging);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) throw new IllegalArgumentException(message);
  }
}
