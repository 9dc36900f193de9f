package io.processdistro.tools.throughput;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How late a controller's event loop was, as its metrics count it: by upper bounds in seconds, how
 * many measurements stayed at or below each.
 */
record LagHistogram(NavigableMap<Double, Long> countsUpTo) {
  private static final String ALL = "processdistro_loop_lag_seconds";
  private static final String OWN = "processdistro_loop_lag_own_seconds";

  /**
   * @param metrics in Prometheus' text format
   */
  static LagHistogram in(String metrics) {
    return of(ALL, metrics);
  }

  /** The same without the time in which the loop was ready to run and no processor was free. */
  static LagHistogram ownIn(String metrics) {
    return of(OWN, metrics);
  }

  private static LagHistogram of(String name, String metrics) {
    var bucket =
        Pattern.compile("^" + name + "_bucket\\{le=\"([^\"]+)\"} ([0-9.E+]+)$", Pattern.MULTILINE);
    var counts = new TreeMap<Double, Long>();
    var matcher = bucket.matcher(metrics);
    while (matcher.find()) {
      var bound = matcher.group(1);
      counts.put(
          bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
          (long) Double.parseDouble(matcher.group(2)));
    }
    if (counts.isEmpty()) throw new IllegalStateException("the metrics tell no lag of the loop");
    return new LagHistogram(counts);
  }

  LagHistogram since(LagHistogram earlier) {
    var counts = new TreeMap<Double, Long>();
    countsUpTo.forEach(
        (bound, count) -> counts.put(bound, count - earlier.countsUpTo.getOrDefault(bound, 0L)));
    return new LagHistogram(counts);
  }

  long count() {
    return countsUpTo.lastEntry().getValue();
  }

  /**
   * Within the bucket in which it lies, as if that were evenly filled; infinite beyond the last
   * bound.
   *
   * @param share 0 to 1
   */
  double quantileSeconds(double share) {
    double wanted = share * count();
    double lower = 0;
    long below = 0;
    for (Map.Entry<Double, Long> bucket : countsUpTo.entrySet()) {
      double upper = bucket.getKey();
      long upTo = bucket.getValue();
      if (upTo >= wanted && upTo > below) {
        return Double.isInfinite(upper)
            ? upper
            : lower + (upper - lower) * (wanted - below) / (upTo - below);
      }
      lower = upper;
      below = upTo;
    }
    return lower;
  }
}
