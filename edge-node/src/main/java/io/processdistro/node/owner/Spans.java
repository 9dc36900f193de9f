package io.processdistro.node.owner;

import java.time.Duration;

/** Lengths of time for people: {@code 2 h 5 min}, {@code 40 s}. */
public final class Spans {
  private Spans() {}

  /** Whole seconds; the two largest units. */
  public static String text(Duration span) {
    long seconds = span.toSeconds();
    if (seconds < 60) return seconds + " s";
    if (seconds < 3600) return two(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 86_400) return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
    return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
