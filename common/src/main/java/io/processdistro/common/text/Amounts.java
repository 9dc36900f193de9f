package io.processdistro.common.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sizes and times as people read and write them. Units of sizes are powers of 1024. */
public final class Amounts {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d|)");
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,6})?)\\s*([kmgt]?)(?:i?b)?");
  private static final String SIZE_UNITS = " kmgt";
  private static final BigDecimal SIZE_MAX = BigDecimal.valueOf(1L << 50);

  private Amounts() {}

  /** With one decimal from a KiB on: {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) return bytes + " B";
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, BYTE_UNITS[unit]);
  }

  /** Exact, in the largest unit that needs no fraction: {@code 256 MiB}, {@code 1000 B}. */
  public static String exactBytes(long bytes) {
    long amount = bytes;
    int unit = 0;
    while (amount >= 1024 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + BYTE_UNITS[unit];
  }

  /** {@code 250 ms}, {@code 1.50 s}, {@code 1:01}. */
  public static String milliseconds(double milliseconds) {
    if (milliseconds < 1_000) return String.format(Locale.ROOT, "%.0f ms", milliseconds);
    if (milliseconds < 60_000) return String.format(Locale.ROOT, "%.2f s", milliseconds / 1_000);
    return clock(Duration.ofMillis((long) milliseconds));
  }

  /** A limit: {@code 2 s}, {@code 250 ms}, {@code 1.5 s}. */
  public static String limitMillis(long millis) {
    if (millis < 1_000) return millis + " ms";
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }

  /** {@code m:ss} or {@code h:mm:ss}. */
  public static String clock(Duration duration) {
    return duration.toHours() == 0
        ? String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart())
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            duration.toHours(),
            duration.toMinutesPart(),
            duration.toSecondsPart());
  }

  /** With a comma between thousands. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}; a plain number is
   * seconds.
   *
   * @return above 0
   * @throws IllegalArgumentException with a sentence for people, for anything else and for 0
   */
  public static Duration duration(String text) {
    var matcher = DURATION.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "a time is a number above 0 with ms, s, m, h or d, such as 90s; not " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /**
   * Reads {@code 4096}, {@code 64KiB}, {@code 256m}, {@code 1.5 GiB}, {@code 2TB}; a plain number
   * is bytes.
   *
   * @return above 0, at most a PiB
   * @throws IllegalArgumentException with a sentence for people, for anything else and for 0
   */
  public static long size(String text) {
    var matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    var bytes = matcher.matches() ? bytes(matcher.group(1), matcher.group(2)) : BigDecimal.ZERO;
    if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(SIZE_MAX) > 0) {
      throw new IllegalArgumentException(
          "a size is a number above 0 of bytes, or with KiB, MiB, GiB or TiB, such as 4MiB, at"
              + " most a PiB; not "
              + text);
    }
    return bytes.longValue();
  }

  private static BigDecimal bytes(String number, String unit) {
    int power = unit.isEmpty() ? 0 : SIZE_UNITS.indexOf(unit);
    return new BigDecimal(number).multiply(BigDecimal.valueOf(1L << (10 * power)));
  }
}
