package io.processdistro.scheduler.simulation;

import io.processdistro.scheduler.structures.Dice;

/**
 * What one seed stands for: the cluster, its work and its faults. Durations in simulated
 * milliseconds; shares from 0 to 1.
 *
 * @param faultMillis faults happen until then; afterwards everything has to recover
 * @param slownessMax nodes are up to so many times slower than the fastest
 */
record Scenario(
    long seed,
    Cluster cluster,
    Work work,
    Process process,
    Network network,
    Hands hands,
    long faultMillis) {

  record Cluster(int nodes, int slotsMax, double slownessMax, int lateJoiners) {}

  /**
   * @param taskFailures share of tasks that fail through no fault of their own
   * @param badGrains jobs of which one grain always traps
   * @param poisonGrains jobs of which one grain kills its runner
   */
  record Work(
      int jobs,
      long grainsMax,
      long grainMicrosMax,
      double taskFailures,
      int badGrains,
      int poisonGrains) {}

  /** How many of each happen. */
  record Process(
      int crashes,
      int powerCuts,
      int deathsForGood,
      int freezes,
      int massFreezes,
      int controllerRestarts,
      int controllerStalls) {}

  /** Shares of messages, and how many breaks of connections. */
  record Network(double lost, double doubled, double late, int breaks, long latencyMicrosMax) {}

  /** What people do: pause, resume, drain, cancel, leave. */
  record Hands(int actions) {}

  /** Everything a bit, each thing in some seeds: what does not happen in a run makes it clearer. */
  static Scenario ofSeed(long seed) {
    var dice = new Dice(seed * 7_919 + 17);
    var cluster =
        new Cluster(
            1 + dice.below(dice.below(4) == 0 ? 16 : 7),
            1 + dice.below(4),
            dice.below(3) == 0 ? 1 + 9 * dice.nextDouble() : 1 + dice.nextDouble(),
            dice.below(3));
    var work =
        new Work(
            1 + dice.below(4),
            20 + dice.below(600),
            1_000L << dice.below(9),
            some(dice, 5) ? 0.03 : 0,
            some(dice, 10) ? 1 : 0,
            some(dice, 20) ? 1 : 0);
    if (some(dice, 6)) {
      var calm = new Process(0, 0, 0, 0, 0, 0, 0);
      var clean = new Network(0, 0, 0, 0, 500);
      return new Scenario(seed, cluster, work, calm, clean, new Hands(0), 0);
    }
    var process =
        new Process(
            upTo(dice, 3, 2),
            upTo(dice, 4, 1),
            upTo(dice, 10, 1),
            upTo(dice, 3, 2),
            upTo(dice, 12, 1),
            upTo(dice, 6, 1),
            upTo(dice, 5, 2));
    var network =
        new Network(
            some(dice, 8) ? 0.004 : 0,
            some(dice, 4) ? 0.02 : 0,
            some(dice, 4) ? 0.02 : 0,
            upTo(dice, 3, 3),
            100L << dice.below(9));
    return new Scenario(
        seed,
        cluster,
        work,
        process,
        network,
        new Hands(upTo(dice, 3, 5)),
        4_000 + dice.below(8_000));
  }

  /** In one of so many seeds. */
  private static boolean some(Dice dice, int oneIn) {
    return dice.below(oneIn) == 0;
  }

  private static int upTo(Dice dice, int oneIn, int most) {
    return some(dice, oneIn) ? 1 + dice.below(most) : 0;
  }

  boolean calm() {
    return faultMillis == 0;
  }
}
