package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * Names one lease for ever: the controller's epoch (grows by one at each of its starts) and a
 * number that is never reused within it. A report that names a lease nobody holds any more is
 * stale, whatever the reason.
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record LeaseKey(long epoch, long number) implements Comparable<LeaseKey> {
  public LeaseKey {
    if (epoch < 1 || number < 1) {
      throw new IllegalArgumentException(
          "a lease has epoch >= 1 and number >= 1, was " + epoch + "/" + number);
    }
  }

  @Override
  public int compareTo(LeaseKey other) {
    int order = Long.compare(epoch, other.epoch);
    return order != 0 ? order : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return epoch + "/" + number;
  }
}
