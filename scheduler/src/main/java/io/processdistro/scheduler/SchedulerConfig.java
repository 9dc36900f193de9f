package io.processdistro.scheduler;

/** The numbers of the scheduler's rules, one record per concern. {@link #DEFAULTS} is design.md. */
public record SchedulerConfig(
    Liveness liveness,
    TaskLength taskLength,
    Prefetch prefetch,
    Placement placement,
    Stealing stealing,
    Hedging hedging,
    Failures failures,
    Memory memory) {

  public static final SchedulerConfig DEFAULTS =
      new SchedulerConfig(
          Liveness.DEFAULTS,
          TaskLength.DEFAULTS,
          Prefetch.DEFAULTS,
          Placement.DEFAULTS,
          Stealing.DEFAULTS,
          Hedging.DEFAULTS,
          Failures.DEFAULTS,
          Memory.DEFAULTS);

  /**
   * Who counts as alive.
   *
   * @param tickMillis how often the driver feeds {@link Event.Ticked}
   * @param heartbeatMillis interval of signs of life in a small cluster
   * @param heartbeatsPerSecondMax of all nodes together; a larger cluster gets a longer interval
   * @param leaseMillis silence after which a node's leases are given away; grows to three intervals
   *     where the interval is longer
   * @param graceMillis time to reconnect after the connection broke
   * @param stallMillis a longer gap between two events is the controller's own stall and counts for
   *     nobody's silence
   * @param brakeNodesMin from so many nodes on, more than half of them silent at once means that
   *     the controller may be the sick one: one more lease is waited
   * @param missingMillis a lease that its node does not run although it has a free slot is asked
   *     back after this time, and given up after as long again
   */
  public record Liveness(
      long tickMillis,
      long heartbeatMillis,
      int heartbeatsPerSecondMax,
      long leaseMillis,
      long graceMillis,
      long stallMillis,
      int brakeNodesMin,
      long missingMillis) {
    public static final Liveness DEFAULTS =
        new Liveness(100, 1_000, 50, 5_000, 2_000, 500, 4, 30_000);

    public Liveness {
      require(tickMillis >= 1, "liveness.tickMillis must be at least 1, was " + tickMillis);
      require(
          leaseMillis >= 2 * heartbeatMillis,
          "liveness.leaseMillis must be at least 2 x heartbeatMillis, was " + leaseMillis);
      require(
          heartbeatsPerSecondMax >= 1,
          "liveness.heartbeatsPerSecondMax must be at least 1, was " + heartbeatsPerSecondMax);
      require(
          stallMillis >= 2 * tickMillis,
          "liveness.stallMillis must be at least 2 x tickMillis, was " + stallMillis);
      require(
          missingMillis >= leaseMillis,
          "liveness.missingMillis must be at least leaseMillis, was " + missingMillis);
    }
  }

  /**
   * How long a task is made.
   *
   * @param aimMillisMax what a task of a long job takes
   * @param aimMillisMin below this the overhead shows: no task is made shorter on purpose
   * @param firstAimMillis what the first tasks of a job take, by what earlier jobs of its class say
   * @param calibrationGrainsMax longest first range where nothing is known
   * @param calibrationShare the first ranges are at most 1/this of the job per slot
   * @param growthMax a range is at most so many times longer than the longest one measured
   * @param remainingShare a range is at most 1/this of what is left, per slot: the ranges shrink
   *     towards the end, so that all slots end together
   */
  public record TaskLength(
      long aimMillisMax,
      long aimMillisMin,
      long firstAimMillis,
      long calibrationGrainsMax,
      int calibrationShare,
      int growthMax,
      int remainingShare) {
    public static final TaskLength DEFAULTS = new TaskLength(500, 5, 40, 8, 64, 8, 8);

    /** With another aim for the tasks of long jobs. */
    public TaskLength withAimMillisMax(long aimMillisMax) {
      return new TaskLength(
          aimMillisMax,
          aimMillisMin,
          firstAimMillis,
          calibrationGrainsMax,
          calibrationShare,
          growthMax,
          remainingShare);
    }

    public TaskLength {
      require(
          1 <= aimMillisMin && aimMillisMin <= firstAimMillis && firstAimMillis <= aimMillisMax,
          "taskLength needs 1 <= aimMillisMin <= firstAimMillis <= aimMillisMax, was "
              + aimMillisMin
              + ", "
              + firstAimMillis
              + ", "
              + aimMillisMax);
      require(calibrationGrainsMax >= 1, "taskLength.calibrationGrainsMax must be at least 1");
      require(calibrationShare >= 1, "taskLength.calibrationShare must be at least 1");
      require(growthMax >= 2, "taskLength.growthMax must be at least 2, was " + growthMax);
      require(
          remainingShare >= 1, "taskLength.remainingShare must be at least 1: " + remainingShare);
    }
  }

  /**
   * How much unstarted work a node holds, so that no slot waits for the wire.
   *
   * @param tasksMax most leases beyond the slots
   * @param workMillisMax most estimated work beyond the slots, per slot
   * @param roundTripAssumedMicros until one is measured
   */
  public record Prefetch(int tasksMax, long workMillisMax, long roundTripAssumedMicros) {
    public static final Prefetch DEFAULTS = new Prefetch(40, 2_000, 1_000);

    /** With another number of leases beyond the slots. */
    public Prefetch withTasksMax(int tasksMax) {
      return new Prefetch(tasksMax, workMillisMax, roundTripAssumedMicros);
    }

    public Prefetch {
      require(tasksMax >= 1, "prefetch.tasksMax must be at least 1, was " + tasksMax);
    }
  }

  /**
   * Which of several nodes with room gets the task: the one that starts it first by estimate.
   *
   * @param scanNodesMax up to so many candidates are all looked at; of more, two are drawn
   * @param coldMillis what it costs to warm a module, by estimate
   * @param inputsMissingMillis what it costs to fetch a job's inputs, by estimate
   */
  public record Placement(int scanNodesMax, long coldMillis, long inputsMissingMillis) {
    public static final Placement DEFAULTS = new Placement(64, 500, 20);

    public Placement {
      require(scanNodesMax >= 2, "placement.scanNodesMax must be at least 2, was " + scanNodesMax);
    }
  }

  /**
   * @param stealsMax how often one task may move; 0: nothing is stolen
   */
  public record Stealing(int stealsMax) {
    public static final Stealing DEFAULTS = new Stealing(5);
    public static final Stealing OFF = new Stealing(0);

    public Stealing {
      require(stealsMax >= 0, "stealing.stealsMax must be at least 0, was " + stealsMax);
    }
  }

  /**
   * When a slow task runs a second time.
   *
   * @param tasksDoneMin tasks of the job that ended before any is called slow
   * @param doneShareMin share of the job's grains that is done before
   * @param slowdownMin how many times slower than the median it must be
   * @param slotShareMax share of all slots that second copies may take; at least one slot
   */
  public record Hedging(
      int tasksDoneMin, double doneShareMin, double slowdownMin, double slotShareMax) {
    public static final Hedging DEFAULTS = new Hedging(10, 0.5, 3, 0.1);
  }

  /**
   * What failures lead to.
   *
   * @param poisonNodes a task that ran on so many distinct nodes when they died is not tried again
   * @param confirmations nodes on which a deterministic failure must show before it is believed
   * @param retryDelayMillisMin wait before a task runs again after a failure of the node's making,
   *     doubled each time
   * @param retryDelayMillisMax longest such wait
   * @param restMillisMin a node that fails twice in a row rests so long, doubled each time
   * @param restMillisMax longest rest
   */
  public record Failures(
      int poisonNodes,
      int confirmations,
      long retryDelayMillisMin,
      long retryDelayMillisMax,
      long restMillisMin,
      long restMillisMax) {
    public static final Failures DEFAULTS = new Failures(3, 2, 50, 5_000, 100, 10_000);

    public Failures {
      require(poisonNodes >= 1, "failures.poisonNodes must be at least 1, was " + poisonNodes);
      require(
          confirmations >= 1, "failures.confirmations must be at least 1, was " + confirmations);
    }
  }

  /**
   * What is remembered, and for how long.
   *
   * @param finishedJobs ended jobs that stay in the snapshot
   * @param historyEntries entries of history per job, of each of two kinds
   * @param lostLeases given-up leases that are remembered, so that a late report is told from a
   *     forged one
   * @param lostNodeMillis how long a lost node stays in the snapshot
   */
  public record Memory(int finishedJobs, int historyEntries, int lostLeases, long lostNodeMillis) {
    public static final Memory DEFAULTS = new Memory(200, 256, 16_384, 600_000);
  }

  private static void require(boolean holds, String message) {
    if (!holds) throw new IllegalArgumentException(message);
  }

  public SchedulerConfig withLiveness(Liveness liveness) {
    return new SchedulerConfig(
        liveness, taskLength, prefetch, placement, stealing, hedging, failures, memory);
  }

  public SchedulerConfig withStealing(Stealing stealing) {
    return new SchedulerConfig(
        liveness, taskLength, prefetch, placement, stealing, hedging, failures, memory);
  }

  public SchedulerConfig withPrefetch(Prefetch prefetch) {
    return new SchedulerConfig(
        liveness, taskLength, prefetch, placement, stealing, hedging, failures, memory);
  }

  public SchedulerConfig withMemory(Memory memory) {
    return new SchedulerConfig(
        liveness, taskLength, prefetch, placement, stealing, hedging, failures, memory);
  }

  public SchedulerConfig withTaskLength(TaskLength taskLength) {
    return new SchedulerConfig(
        liveness, taskLength, prefetch, placement, stealing, hedging, failures, memory);
  }
}
