package io.processdistro.controller.tasks.assembly;

import io.processdistro.common.values.GrainRange;
import java.util.TreeMap;

/** Which grains of a line are there already. Neighbouring ranges melt into one. Not thread-safe. */
public final class GrainCoverage {
  private final long grains;
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  /**
   * @param grains length of the line
   */
  public GrainCoverage(long grains) {
    this.grains = grains;
  }

  /**
   * Call before a range is added, to refuse it without an effect.
   *
   * @throws IllegalArgumentException if it reaches past the line or overlaps what is there
   */
  public void requireMissing(GrainRange range) {
    var before = endByStart.lowerEntry(range.to());
    if (range.to() > grains || (before != null && before.getValue() > range.from())) {
      throw new IllegalArgumentException(
          "grains %s of 0..%d are outside or accepted already".formatted(range, grains));
    }
  }

  /**
   * @throws IllegalArgumentException as {@link #requireMissing}
   */
  public void add(GrainRange range) {
    requireMissing(range);
    long from = range.from();
    long to = range.to();
    var before = endByStart.floorEntry(from);
    if (before != null && before.getValue() == from) from = before.getKey();
    var end = endByStart.remove(to);
    endByStart.put(from, end != null ? end : to);
  }

  public boolean isComplete() {
    var first = endByStart.firstEntry();
    return first != null && first.getKey() == 0 && first.getValue() == grains;
  }

  /**
   * @throws IllegalStateException naming the first grain that is missing
   */
  public void requireComplete() {
    if (isComplete()) return;
    var first = endByStart.firstEntry();
    long missing = first != null && first.getKey() == 0 ? first.getValue() : 0;
    throw new IllegalStateException("grain %d of %d is missing".formatted(missing, grains));
  }
}
