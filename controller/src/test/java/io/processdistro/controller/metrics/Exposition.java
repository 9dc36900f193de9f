package io.processdistro.controller.metrics;

import io.processdistro.controller.testing.RunningController;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a scrape shows, read as strictly as Prometheus reads it.
 *
 * @param families by name, in order
 */
record Exposition(Map<String, Family> families) {
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]\\w*)(?:\\{((?:\\w+=\"(?:[^\"\\\\]|\\\\.)*\",?)*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /**
   * @param labels of any of its series, without the bounds of buckets
   * @param series names with labels, without the bounds of buckets
   */
  record Family(String name, String help, String type, Set<String> labels, Set<String> series) {}

  static Exposition parse(String text) {
    var families = new LinkedHashMap<String, Family>();
    var help = new LinkedHashMap<String, String>();
    for (var line : text.lines().toList()) {
      if (matches(HELP, line) instanceof Matcher found) {
        help.put(found.group(1), found.group(2));
      } else if (matches(TYPE, line) instanceof Matcher found) {
        var name = found.group(1);
        families.put(
            name,
            new Family(name, help.get(name), found.group(2), new TreeSet<>(), new TreeSet<>()));
      } else if (matches(SAMPLE, line) instanceof Matcher found) {
        Double.parseDouble(found.group(3).replace("+Inf", "Infinity"));
        addSample(families, found.group(1), found.group(2));
      } else {
        throw new AssertionError("not Prometheus' text format: " + line);
      }
    }
    return new Exposition(families);
  }

  private static Matcher matches(Pattern pattern, String line) {
    var matcher = pattern.matcher(line);
    return matcher.matches() ? matcher : null;
  }

  private static void addSample(Map<String, Family> families, String sample, String labels) {
    var family = families.getOrDefault(sample, families.get(familyOf(sample)));
    if (family == null) throw new AssertionError(sample + " has no type");
    var series = new TreeSet<String>();
    if (labels != null) {
      var label = LABEL.matcher(labels);
      while (label.find()) {
        if (label.group(1).equals("le")) continue;
        family.labels().add(label.group(1));
        series.add(label.group());
      }
    }
    family.series().add(sample + series);
  }

  private static String familyOf(String sample) {
    return sample.replaceFirst("_(bucket|sum|count)$", "");
  }

  /** Every name that can stand in a query. */
  Set<String> queryableNames() {
    return families.values().stream()
        .flatMap(family -> family.series().stream())
        .map(series -> series.replaceFirst("\\[.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> series() {
    return families.values().stream()
        .flatMap(family -> family.series().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Exposition of(RunningController controller) {
    return parse(controller.get("/metrics").text());
  }
}
