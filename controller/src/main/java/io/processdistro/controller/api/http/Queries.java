package io.processdistro.controller.api.http;

import io.processdistro.common.values.GrainRange;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads query parameters strictly. All methods throw {@link ApiException} on nonsense; those that
 * take a text need no request.
 */
public final class Queries {
  private static final int LIMIT_MAX = 500;
  private static final int LIMIT_DEFAULT = 100;
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})(ms|s)");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})\\.\\.([0-9]{1,18})");

  private Queries() {}

  public static Optional<String> text(RoutingContext context, String name) {
    return single(name, context.queryParam(name));
  }

  static Optional<String> single(String name, List<String> values) {
    if (values.size() > 1) throw ApiException.invalid(name, name + " is given more than once");
    return values.stream().findFirst();
  }

  /** Absent is false. */
  public static boolean flag(RoutingContext context, String name) {
    return text(context, name).map(text -> flag(name, text)).orElse(false);
  }

  public static boolean flag(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ApiException.invalid(name, name + " must be true or false");
    };
  }

  public static OptionalLong number(RoutingContext context, String name) {
    return text(context, name).stream().mapToLong(text -> number(name, text)).findFirst();
  }

  /** 0 to 10<sup>18</sup> - 1. */
  public static long number(String name, String text) {
    if (DIGITS.matcher(text).matches()) return Long.parseLong(text);
    throw ApiException.invalid(name, name + " must be a whole number, 0 or more");
  }

  public static int limit(RoutingContext context) {
    return text(context, "limit").map(Queries::limit).orElse(LIMIT_DEFAULT);
  }

  /** 1 to {@value #LIMIT_MAX}. */
  public static int limit(String text) {
    long limit = number("limit", text);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw ApiException.invalid("limit", "limit must be 1 to " + LIMIT_MAX + ", was " + limit);
    }
    return (int) limit;
  }

  public static Optional<Duration> duration(RoutingContext context, String name, Duration max) {
    return text(context, name).map(text -> duration(name, text, max));
  }

  public static Duration duration(String name, String text, Duration max) {
    var matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw ApiException.invalid(name, name + " must be a time such as 10s or 500ms");
    }
    long count = Long.parseLong(matcher.group(1));
    var duration =
        matcher.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
    if (duration.compareTo(max) > 0) {
      throw ApiException.invalid(name, name + " must be at most " + max.toSeconds() + "s");
    }
    return duration;
  }

  public static Optional<GrainRange> range(RoutingContext context, String name) {
    return text(context, name).map(text -> range(name, text));
  }

  /** Holds at least one grain. */
  public static GrainRange range(String name, String text) {
    var matcher = RANGE.matcher(text);
    if (!matcher.matches()) {
      throw ApiException.invalid(name, name + " is from..to in grains, such as 0..16");
    }
    long from = Long.parseLong(matcher.group(1));
    long to = Long.parseLong(matcher.group(2));
    if (from >= to) throw ApiException.invalid(name, name + " must end after it begins");
    return new GrainRange(from, to);
  }
}
