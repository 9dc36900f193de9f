package io.processdistro.controller.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes and times as people read and write them. */
final class Amounts {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|)");

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB|B|)");

  private Amounts() {}

  static String bytes(long bytes) {
    if (bytes < 1024) return bytes + " B";
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, BYTE_UNITS[unit]);
  }

  static String milliseconds(double milliseconds) {
    if (milliseconds < 1_000) return String.format(Locale.ROOT, "%.0f ms", milliseconds);
    if (milliseconds < 60_000) return String.format(Locale.ROOT, "%.2f s", milliseconds / 1_000);
    return clock(Duration.ofMillis((long) milliseconds));
  }

  /** {@code m:ss} or {@code h:mm:ss}. */
  static String clock(Duration duration) {
    return duration.toHours() == 0
        ? String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart())
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart());
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}; a plain number is seconds.
   *
   * @throws CommandException naming {@code option}, for anything else and for 0
   */
  static Duration duration(String option, String text) throws CommandException {
    var matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new CommandException(
          ExitCode.USAGE,
          option + ": a time is a number above 0 with ms, s, m or h, such as 90s; not " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /**
   * Reads {@code 4096}, {@code 64KiB}, {@code 256MiB}, {@code 1GiB}; a plain number is bytes.
   *
   * @throws CommandException naming {@code option}, for anything else and for 0
   */
  static long size(String option, String text) throws CommandException {
    var matcher = SIZE.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new CommandException(
          ExitCode.USAGE,
          option
              + ": a size is a number above 0 of bytes, or with KiB, MiB or GiB, such as 4MiB; not "
              + text);
    }
    int shift =
        switch (matcher.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }
}
