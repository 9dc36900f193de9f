package io.processdistro.cluster.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the runs measured, one line each, for {@code scripts/chaos} to print as a table. Whether a
 * time keeps a promise is said here and fails no test: machines that run tests are seldom quiet.
 */
final class Figures {
  private static final Path FILE =
      Path.of(System.getProperty("chaos.figures", "target/chaos-figures.tsv"));
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;

  private final String scenario;

  Figures(String scenario) {
    this.scenario = scenario;
  }

  /** Runs that ended as they must; one that does not fails its test before it gets here. */
  void count(String row, String what, long count) {
    write(row, what, Long.toString(count), "-", "-");
  }

  /** A count with a promise about it. */
  void count(String row, String what, long count, long promised) {
    write(row, what, Long.toString(count), "= " + promised, kept(count == promised));
  }

  void share(String row, String what, long count, long of) {
    write(row, what, count + " of " + of, "all", kept(count == of));
  }

  void text(String row, String what, String measured) {
    write(row, what, measured, "-", "-");
  }

  /** The promise is about the later value against the earlier one, up and down. */
  void growth(String row, String what, long early, long late, double shareMax) {
    double share = (late - early) / (double) early;
    write(
        row,
        what,
        String.format(Locale.ROOT, "%d, later %d (%+.1f %%)", early, late, 100 * share),
        String.format(Locale.ROOT, "+-%.0f %%", 100 * shareMax),
        kept(Math.abs(share) <= shareMax));
  }

  /** The promise is that there are as many later, but for a few. */
  void constant(String row, String what, long early, long late, long moreMax) {
    write(
        row,
        what,
        early + ", later " + late,
        "<= " + moreMax + " more",
        kept(late <= early + moreMax));
  }

  /** Median, 99th percentile and extremes; the promise is about every one of them. */
  void times(String row, String what, Collection<Duration> times, Duration promisedMax) {
    if (times.isEmpty()) return;
    var sorted = times.stream().sorted().toList();
    write(
        row,
        what,
        spread(sorted),
        "<= " + seconds(promisedMax),
        kept(sorted.getLast().compareTo(promisedMax) <= 0));
  }

  /** The promise is about 99 of 100. */
  void timesNearlyAll(String row, String what, Collection<Duration> times, Duration promisedMax) {
    var sorted = times.stream().sorted().toList();
    var nearlyAll = quantile(sorted, NEARLY_ALL);
    write(
        row,
        what,
        spread(sorted),
        "p99 <= " + seconds(promisedMax),
        kept(nearlyAll.compareTo(promisedMax) <= 0));
  }

  /** A time that is known as a bound only. */
  void timeAtMost(String row, String what, Duration bound, Duration promisedMax) {
    write(
        row,
        what,
        "<= " + seconds(bound),
        "<= " + seconds(promisedMax),
        kept(bound.compareTo(promisedMax) <= 0));
  }

  /** Every one of them lies between the two. */
  void timesBetween(
      String row,
      String what,
      Collection<Duration> times,
      Duration promisedMin,
      Duration promisedMax) {
    if (times.isEmpty()) return;
    var sorted = times.stream().sorted().toList();
    write(
        row,
        what,
        spread(sorted),
        seconds(promisedMin) + " to " + seconds(promisedMax),
        kept(
            sorted.getFirst().compareTo(promisedMin) >= 0
                && sorted.getLast().compareTo(promisedMax) <= 0));
  }

  private static String spread(List<Duration> sorted) {
    return "min %s p50 %s p99 %s max %s (n=%d)"
        .formatted(
            seconds(sorted.getFirst()),
            seconds(quantile(sorted, MEDIAN)),
            seconds(quantile(sorted, NEARLY_ALL)),
            seconds(sorted.getLast()),
            sorted.size());
  }

  private static Duration quantile(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  static String seconds(Duration time) {
    return String.format(
        Locale.ROOT, "%.2f s", time.toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
  }

  private static String kept(boolean kept) {
    return kept ? "kept" : "MISSED";
  }

  private void write(String row, String what, String measured, String promised, String verdict) {
    var line =
        List.of(scenario, row, what, measured, promised, verdict).stream()
            .collect(Collectors.joining("\t", "", "\n"));
    System.out.print("chaos: " + line);
    try {
      Files.createDirectories(FILE.toAbsolutePath().getParent());
      Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
