package io.processdistro.controller.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Registers the metrics of the enum, each as the kind and with the labels that stand there. */
final class Meters {
  /** From a task of a millisecond to one that is about to meet its deadline. */
  static final List<Duration> TASK_BUCKETS =
      seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

  static final List<Duration> REASSIGN_BUCKETS =
      seconds(0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7, 10, 20, 60);

  static final List<Duration> COMMIT_BUCKETS =
      seconds(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10);

  static final List<Duration> LAG_BUCKETS =
      seconds(
          0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1,
          5);

  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  void gauge(MetricName name, DoubleSupplier value, String... labelValues) {
    require(name, MetricName.Kind.GAUGE);
    Gauge.builder(name.text(), value::getAsDouble)
        .description(name.help())
        .tags(tags(name, labelValues))
        .register(registry);
  }

  /**
   * @param count only grows
   */
  void counter(MetricName name, DoubleSupplier count, String... labelValues) {
    require(name, MetricName.Kind.COUNTER);
    // Micrometer holds its object weakly: this one lives as long as the metrics, the supplier would
    // not.
    FunctionCounter.builder(name.text(), this, self -> count.getAsDouble())
        .description(name.help())
        .tags(tags(name, labelValues))
        .register(registry);
  }

  Timer histogram(MetricName name, List<Duration> buckets) {
    require(name, MetricName.Kind.HISTOGRAM);
    return Timer.builder(name.text())
        .description(name.help())
        .serviceLevelObjectives(buckets.toArray(Duration[]::new))
        .register(registry);
  }

  private static void require(MetricName name, MetricName.Kind kind) {
    if (name.kind() != kind) {
      throw new IllegalArgumentException(name + " is a " + name.kind() + ", not a " + kind);
    }
  }

  private static Tags tags(MetricName name, String... values) {
    if (values.length != name.labels().size()) {
      throw new IllegalArgumentException(name + " has the labels " + name.labels());
    }
    var tags = Tags.empty();
    for (int i = 0; i < values.length; i++) tags = tags.and(name.labels().get(i), values[i]);
    return tags;
  }

  /** A state or an outcome as a label's value. */
  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static List<Duration> seconds(double... seconds) {
    return DoubleStream.of(seconds)
        .mapToObj(each -> Duration.ofNanos(Math.round(each * 1e9)))
        .toList();
  }
}
