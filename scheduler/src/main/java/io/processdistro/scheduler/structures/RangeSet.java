package io.processdistro.scheduler.structures;

import io.processdistro.common.values.GrainRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A set of grains, kept as few disjoint ranges: neighbours are merged, so a million grains accepted
 * in any order end as one entry. Not for sharing between threads.
 */
public final class RangeSet {
  /** Start of a range to its end; no two touch. */
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  private long grains;

  /**
   * Adds a range.
   *
   * @throws IllegalStateException if any grain of it is in the set already
   */
  public void add(GrainRange range) {
    long from = range.from();
    long to = range.to();
    var before = endByStart.floorEntry(from);
    if (before != null) {
      if (before.getValue() > from) throw overlap(range);
      if (before.getValue() == from) from = before.getKey();
    }
    var after = endByStart.ceilingEntry(range.from());
    if (after != null) {
      if (after.getKey() < range.to()) throw overlap(range);
      if (after.getKey() == range.to()) {
        to = after.getValue();
        endByStart.remove(after.getKey());
      }
    }
    endByStart.put(from, to);
    grains += range.length();
  }

  /**
   * Takes a range out.
   *
   * @throws IllegalStateException unless the set contains all of it
   */
  public void remove(GrainRange range) {
    var holder = endByStart.floorEntry(range.from());
    if (holder == null || holder.getValue() < range.to()) {
      throw new IllegalStateException(range + " is not wholly in " + this);
    }
    if (holder.getKey() < range.from()) {
      endByStart.put(holder.getKey(), range.from());
    } else {
      endByStart.remove(holder.getKey());
    }
    if (holder.getValue() > range.to()) endByStart.put(range.to(), holder.getValue());
    grains -= range.length();
  }

  /**
   * Takes at most {@code lengthMax} grains from the first range, from its start on.
   *
   * @throws java.util.NoSuchElementException if the set is empty
   */
  public GrainRange takeFirst(long lengthMax) {
    long from = endByStart.firstKey();
    long to = endByStart.remove(from);
    long cut = to - from <= lengthMax ? to : from + lengthMax;
    if (cut < to) endByStart.put(cut, to);
    grains -= cut - from;
    return new GrainRange(from, cut);
  }

  public boolean contains(GrainRange range) {
    var holder = endByStart.floorEntry(range.from());
    return holder != null && holder.getValue() >= range.to();
  }

  /** Whether any grain of it is in the set. */
  public boolean intersects(GrainRange range) {
    var last = endByStart.lowerEntry(range.to());
    return last != null && last.getValue() > range.from();
  }

  /** How many grains of the range are in the set. */
  public long grainsWithin(GrainRange range) {
    long within = 0;
    for (var part : partsWithin(range)) within += part.length();
    return within;
  }

  /** Takes out whatever of the range is in the set. */
  public void removeWithin(GrainRange range) {
    partsWithin(range).forEach(this::remove);
  }

  private List<GrainRange> partsWithin(GrainRange range) {
    var first = endByStart.floorKey(range.from());
    var candidates = endByStart.subMap(first == null ? range.from() : first, range.to());
    var parts = new ArrayList<GrainRange>();
    candidates.forEach(
        (from, to) -> {
          long start = Math.max(from, range.from());
          long end = Math.min(to, range.to());
          if (start < end) parts.add(new GrainRange(start, end));
        });
    return parts;
  }

  /** How many grains, not how many ranges. */
  public long grains() {
    return grains;
  }

  public boolean isEmpty() {
    return endByStart.isEmpty();
  }

  public void clear() {
    endByStart.clear();
    grains = 0;
  }

  /** In ascending order; merged, so usually few. */
  public List<GrainRange> ranges() {
    var ranges = new ArrayList<GrainRange>(endByStart.size());
    endByStart.forEach((from, to) -> ranges.add(new GrainRange(from, to)));
    return ranges;
  }

  private IllegalStateException overlap(GrainRange range) {
    return new IllegalStateException(range + " overlaps " + this);
  }

  @Override
  public String toString() {
    return endByStart.size() > 20
        ? endByStart.size() + " ranges of " + grains + " grains"
        : ranges().toString();
  }
}
