package io.processdistro.scheduler.structures;

/**
 * Repeatable pseudo-random numbers (SplitMix64): the same seed gives the same numbers on every
 * platform and for ever. Not for secrets.
 */
public final class Dice {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private long state;

  public Dice(long seed) {
    state = seed;
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** Evenly from 0 to {@code bound} exclusive; {@code bound} at least 1. */
  public int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
  }

  /** Evenly from 0 to 1 exclusive. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }
}
