package io.processdistro.controller.tasks;

import io.processdistro.common.errors.ErrorCode;
import java.util.OptionalLong;

/**
 * A parameter that is a whole number from {@code min} to {@code max}, both allowed. Only JSON
 * numbers without a decimal point and exponent count: {@code 512}, but not {@code "512"}, {@code
 * 512.0} or {@code 5e2}.
 *
 * @param defaultValue what a request without it means; empty if it is required, or if the task type
 *     finds a value by itself
 */
public record WholeNumber(
    String name, long min, long max, OptionalLong defaultValue, String meaning) {

  public TaskDescription.Parameter description() {
    return new TaskDescription.Parameter(
        name,
        "a whole number from " + min + " to " + max,
        defaultValue.isPresent() ? Long.toString(defaultValue.getAsLong()) : "",
        meaning);
  }

  /** The value sent, else the default. */
  public long in(CheckedRequest request) throws InvalidJobException {
    var value = sent(request);
    if (value.isPresent()) return value.getAsLong();
    return defaultValue.orElseThrow(() -> invalid("is missing", ""));
  }

  /** The value sent, checked; empty if none was. */
  public OptionalLong sent(CheckedRequest request) throws InvalidJobException {
    var node = request.parameter(name).orElse(null);
    if (node == null) return OptionalLong.empty();
    if (!node.isIntegralNumber()) {
      throw invalid(
          "was " + CheckedRequest.kindOf(node),
          node.isNumber() || node.isTextual()
              ? "write it in digits only: no quotes, no decimal point, no exponent"
              : "");
    }
    if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
      throw invalid("was " + CheckedRequest.kindOf(node), "");
    }
    return OptionalLong.of(node.longValue());
  }

  private InvalidJobException invalid(String what, String hint) {
    return new InvalidJobException(
        ErrorCode.INVALID_PARAMETER,
        "params." + name,
        "params.%s must be a whole number from %d to %d, %s".formatted(name, min, max, what),
        hint);
  }
}
