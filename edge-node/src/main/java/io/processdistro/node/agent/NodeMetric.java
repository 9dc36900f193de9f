package io.processdistro.node.agent;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Every metric that a node shows of itself, under the name that Prometheus sees: in base units,
 * counters ending in {@code _total}, labels from closed lists. The one home of these names; {@code
 * documentation/lending.md} lists them.
 */
enum NodeMetric {
  CONNECTED(
      "processdistro_node_connected",
      "1 while its controller has taken it in, else 0",
      status -> status.connected() ? 1 : 0),
  TAKES_WORK(
      "processdistro_node_takes_work",
      "1 while it begins more work, else 0",
      status -> status.takesWork() ? 1 : 0),
  SLOTS(
      "processdistro_node_slots", "Tasks that may run at once", status -> status.limits().slots()),
  TASKS_RUNNING(
      "processdistro_node_tasks_running", "Tasks in a slot", status -> status.running().size()),
  TASKS_WAITING(
      "processdistro_node_tasks_waiting", "Leases that wait here for a slot", NodeStatus::waiting),
  TASKS(
      Kind.COUNTER,
      "processdistro_node_tasks_total",
      "Tasks that ended here, by outcome",
      status -> {
        var totals = status.sinceStart();
        return List.of(
            new Series("{outcome=\"succeeded\"}", totals.succeeded()),
            new Series("{outcome=\"failed\"}", totals.failed()),
            new Series("{outcome=\"cancelled\"}", totals.cancelled()));
      }),
  SLOT_TIME(
      Kind.COUNTER,
      "processdistro_node_slot_seconds_total",
      "Time that ended tasks held a slot",
      status -> one(status.sinceStart().slotSeconds())),
  CPU_TIME(
      Kind.COUNTER,
      "processdistro_node_runner_cpu_seconds_total",
      "Processor time of all runners",
      status -> one(status.sinceStart().cpuSeconds())),
  CPU_CORES(
      "processdistro_node_cpu_cores",
      "Processors that agent and runners used in the last second or two",
      status -> status.usage().cpuCores()),
  CPU_CORES_MAX(
      Kind.GAUGE,
      "processdistro_node_cpu_cores_max",
      "Processors that its owner allows; absent if all",
      status -> status.limits().cpuCores() == null ? List.of() : one(status.limits().cpuCores())),
  RUNNERS("processdistro_node_runners", "Processes that run tasks", it -> it.usage().runners()),
  MEMORY(
      "processdistro_node_runner_memory_bytes",
      "Resident memory of these processes",
      status -> status.usage().memoryBytes()),
  MEMORY_MAX(
      "processdistro_node_runner_memory_max_bytes",
      "Memory that its owner allows them",
      status -> status.limits().memoryBytes()),
  CACHE("processdistro_node_cache_bytes", "Cached blobs", status -> status.usage().cacheBytes()),
  SPOOL(
      "processdistro_node_spool_bytes",
      "Results that the controller has not acknowledged",
      status -> status.usage().spooledBytes());

  /** As Prometheus calls them. */
  enum Kind {
    GAUGE,
    COUNTER
  }

  /**
   * @param labels in braces; empty for none
   */
  record Series(String labels, double value) {}

  private final Kind kind;
  private final String text;
  private final String help;
  private final Function<NodeStatus, List<Series>> values;

  NodeMetric(String text, String help, ToDoubleFunction<NodeStatus> value) {
    this(Kind.GAUGE, text, help, status -> one(value.applyAsDouble(status)));
  }

  NodeMetric(Kind kind, String text, String help, Function<NodeStatus, List<Series>> values) {
    this.kind = kind;
    this.text = text;
    this.help = help;
    this.values = values;
  }

  private static List<Series> one(double value) {
    return List.of(new Series("", value));
  }

  /** The name. */
  String text() {
    return text;
  }

  String help() {
    return help;
  }

  /** {@code gauge} or {@code counter}. */
  String kind() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** All of them in Prometheus' text format, version 0.0.4. */
  static String expose(NodeStatus status) {
    var page = new StringBuilder();
    for (var metric : values()) {
      page.append("# HELP ").append(metric.text).append(' ').append(metric.help).append('\n');
      page.append("# TYPE ").append(metric.text).append(' ').append(metric.kind()).append('\n');
      for (var series : metric.values.apply(status)) {
        page.append(metric.text).append(series.labels()).append(' ').append(series.value());
        page.append('\n');
      }
    }
    return page.toString();
  }
}
