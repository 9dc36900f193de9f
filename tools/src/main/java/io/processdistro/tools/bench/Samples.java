package io.processdistro.tools.bench;

import java.util.List;
import java.util.Locale;

/**
 * Repeated timings of one thing, in milliseconds. The machine is noisy: quote the median, show the
 * spread.
 */
record Samples(List<Double> sortedMillis) {
  Samples {
    if (sortedMillis.isEmpty()) throw new IllegalArgumentException("no samples");
    sortedMillis = sortedMillis.stream().sorted().toList();
  }

  double median() {
    int middle = sortedMillis.size() / 2;
    return sortedMillis.size() % 2 == 1
        ? sortedMillis.get(middle)
        : (sortedMillis.get(middle - 1) + sortedMillis.get(middle)) / 2;
  }

  double min() {
    return sortedMillis.getFirst();
  }

  double max() {
    return sortedMillis.getLast();
  }

  /** For example {@code 26.1 (25.8 to 31.0)}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", median(), min(), max());
  }
}
