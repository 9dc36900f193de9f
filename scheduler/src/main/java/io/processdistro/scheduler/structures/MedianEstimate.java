package io.processdistro.scheduler.structures;

/**
 * The median of many positive numbers, within 10 %, in constant memory: a histogram with eight
 * buckets per power of two.
 */
public final class MedianEstimate {
  private static final int BUCKETS_PER_OCTAVE = 8;
  private final int[] counts = new int[64 * BUCKETS_PER_OCTAVE];
  private long total;

  /** Adds a number; less than 1 counts as 1. */
  public void add(long value) {
    counts[bucket(Math.max(1, value))]++;
    total++;
  }

  public long total() {
    return total;
  }

  /** A number near the median; 0 if nothing was added. */
  public double median() {
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen * 2 >= total && seen > 0) return middle(bucket);
    }
    return 0;
  }

  private static int bucket(long value) {
    int octave = 63 - Long.numberOfLeadingZeros(value);
    long base = 1L << octave;
    int step = octave < 3 ? 0 : (int) ((value - base) >>> (octave - 3));
    return octave * BUCKETS_PER_OCTAVE + step;
  }

  private static double middle(int bucket) {
    double base = (double) (1L << (bucket / BUCKETS_PER_OCTAVE));
    return base * (1 + (bucket % BUCKETS_PER_OCTAVE + 0.5) / BUCKETS_PER_OCTAVE);
  }
}
