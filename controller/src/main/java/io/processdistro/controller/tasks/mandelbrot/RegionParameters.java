package io.processdistro.controller.tasks.mandelbrot;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.tasks.CheckedRequest;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.wasm.abi.MandelbrotInput.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The part of the plane that is shown: {@code x_min}, {@code x_max}, {@code y_min}, {@code y_max},
 * each with a default, or the same four in an object or a list called {@code region}.
 */
final class RegionParameters {
  private static final double BOUND_MAX = 1000;
  private static final String ALLOWED = "a number from -1000 to 1000";
  private static final String REGION = "region";
  private static final List<String> BOUNDS = List.of("x_min", "x_max", "y_min", "y_max");
  private static final double[] DEFAULTS = {-2.5, 1.0, -1.25, 1.25};
  private static final String[] MEANINGS = {
    "left edge of the image", "right edge, more than x_min", "row 0", "below the last row"
  };

  private RegionParameters() {}

  static List<TaskDescription.Parameter> descriptions() {
    var all = new ArrayList<TaskDescription.Parameter>();
    for (int i = 0; i < BOUNDS.size(); i++) {
      all.add(
          new TaskDescription.Parameter(
              BOUNDS.get(i), ALLOWED, Double.toString(DEFAULTS[i]), MEANINGS[i]));
    }
    all.add(
        new TaskDescription.Parameter(
            REGION,
            "[x_min, x_max, y_min, y_max], or an object of them",
            "[-2.5, 1.0, -1.25, 1.25]",
            "the same four bounds in one parameter"));
    return all;
  }

  static Region in(CheckedRequest request) throws InvalidJobException {
    var sent = sent(request);
    var values = DEFAULTS.clone();
    for (int i = 0; i < values.length; i++) {
      var node = sent.get(BOUNDS.get(i));
      if (node != null) values[i] = bound(field(request, i), node);
    }
    requireOrder(request, values, 0);
    requireOrder(request, values, 2);
    return new Region(values[0], values[1], values[2], values[3]);
  }

  /** The bounds that were sent, by name. */
  private static Map<String, JsonNode> sent(CheckedRequest request) throws InvalidJobException {
    var single = new HashMap<String, JsonNode>();
    for (var name : BOUNDS) request.parameter(name).ifPresent(node -> single.put(name, node));
    var region = request.parameter(REGION).orElse(null);
    if (region == null) return single;
    if (!single.isEmpty()) {
      throw invalid(
          "params.region", "params.region and single bounds such as x_min exclude each other");
    }
    if (region.isArray() && region.size() == BOUNDS.size()) {
      for (int i = 0; i < BOUNDS.size(); i++) single.put(BOUNDS.get(i), region.get(i));
      return single;
    }
    if (!region.isObject() || !names(region).allMatch(BOUNDS::contains)) {
      throw invalid(
          "params.region",
          "params.region must be [x_min, x_max, y_min, y_max] or an object of these, was "
              + CheckedRequest.kindOf(region));
    }
    names(region).forEach(name -> single.put(name, region.get(name)));
    return single;
  }

  private static double bound(String field, JsonNode node) throws InvalidJobException {
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (value >= -BOUND_MAX && value <= BOUND_MAX) return value;
    throw invalid(field, field + " must be " + ALLOWED + ", was " + CheckedRequest.kindOf(node));
  }

  private static void requireOrder(CheckedRequest request, double[] values, int low)
      throws InvalidJobException {
    if (values[low] < values[low + 1]) return;
    throw invalid(
        field(request, low),
        "%s must be less than %s, was %s and %s"
            .formatted(field(request, low), BOUNDS.get(low + 1), values[low], values[low + 1]));
  }

  private static String field(CheckedRequest request, int bound) {
    return (request.has(REGION) ? "params.region." : "params.") + BOUNDS.get(bound);
  }

  private static Stream<String> names(JsonNode object) {
    return object.propertyStream().map(Map.Entry::getKey);
  }

  private static InvalidJobException invalid(String field, String message) {
    return new InvalidJobException(
        ErrorCode.INVALID_PARAMETER, field, message, "the whole set is -2.5 to 1 by -1.25 to 1.25");
  }
}
