package io.processdistro.cluster.chaos;

import java.util.Random;

/**
 * How hard this run of the suite is: {@code scripts/chaos} sets the system properties, {@code
 * scripts/test} leaves them out.
 */
final class Settings {
  private static final boolean FULL = Boolean.getBoolean("chaos.full");
  private static final int RUNS = Integer.getInteger("chaos.runs", 0);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime() & 0xFFFF_FFFFL);

  private Settings() {}

  /** So many runs in the short set, so many in the full one, unless the user says otherwise. */
  static int runs(int shortSet, int fullSet) {
    if (RUNS > 0) return RUNS;
    return FULL ? fullSet : shortSet;
  }

  /** Whether somebody asked for another number of runs than the promises want. */
  static boolean fewerRuns() {
    return RUNS > 0;
  }

  /** How long the soak lasts. */
  static int soakMinutes() {
    return Integer.getInteger("chaos.soak.minutes", 2);
  }

  static boolean full() {
    return FULL;
  }

  /** The choices of one scenario; says on standard output how to make them again. */
  static Random random(String scenario) {
    System.out.printf("chaos: scenario=%s seed=%d%n", scenario, SEED);
    return new Random(SEED * 31 + scenario.hashCode());
  }
}
