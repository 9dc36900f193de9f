package io.processdistro.common.values;

/**
 * The grains {@code [from, to)} of a job. A grain is the smallest piece a job is cut into (a block
 * of C, a strip of pixels, a password); a task is a range of them. Never empty.
 */
public record GrainRange(long from, long to) implements Comparable<GrainRange> {
  public GrainRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "a grain range needs 0 <= from < to, was [" + from + ", " + to + ")");
    }
  }

  public long length() {
    return to - from;
  }

  public boolean overlaps(GrainRange other) {
    return from < other.to && other.from < to;
  }

  /** How many grains both have. */
  public long overlap(GrainRange other) {
    return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
  }

  public boolean contains(GrainRange other) {
    return from <= other.from && other.to <= to;
  }

  /** By start, then by end. */
  @Override
  public int compareTo(GrainRange other) {
    int order = Long.compare(from, other.from);
    return order != 0 ? order : Long.compare(to, other.to);
  }

  @Override
  public String toString() {
    return from + ".." + to;
  }
}
