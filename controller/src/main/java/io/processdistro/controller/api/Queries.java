package io.processdistro.controller.api;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads query parameters strictly. All methods throw {@link ApiException} on nonsense. */
final class Queries {
  private static final int LIMIT_MAX = 500;
  private static final int LIMIT_DEFAULT = 100;
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})(ms|s)");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private Queries() {}

  static Optional<String> text(RoutingContext context, String name) {
    var values = context.queryParam(name);
    if (values.size() > 1) throw ApiException.invalid(name, name + " is given more than once");
    return values.stream().findFirst();
  }

  /** Absent is false. */
  static boolean flag(RoutingContext context, String name) {
    var text = text(context, name).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ApiException.invalid(name, name + " must be true or false");
    };
  }

  static OptionalLong number(RoutingContext context, String name) {
    var text = text(context, name);
    if (text.isEmpty()) return OptionalLong.empty();
    if (!DIGITS.matcher(text.get()).matches()) {
      throw ApiException.invalid(name, name + " must be a whole number, 0 or more");
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  static int limit(RoutingContext context) {
    long limit = number(context, "limit").orElse(LIMIT_DEFAULT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw ApiException.invalid("limit", "limit must be 1 to " + LIMIT_MAX + ", was " + limit);
    }
    return (int) limit;
  }

  static Optional<Duration> duration(RoutingContext context, String name, Duration max) {
    var text = text(context, name);
    if (text.isEmpty()) return Optional.empty();
    var matcher = DURATION.matcher(text.get());
    if (!matcher.matches()) {
      throw ApiException.invalid(name, name + " must be a time such as 10s or 500ms");
    }
    long count = Long.parseLong(matcher.group(1));
    var duration =
        matcher.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
    if (duration.compareTo(max) > 0) {
      throw ApiException.invalid(name, name + " must be at most " + max.toSeconds() + "s");
    }
    return Optional.of(duration);
  }
}
