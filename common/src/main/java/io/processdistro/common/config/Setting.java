package io.processdistro.common.config;

import io.processdistro.common.config.SettingType.Choice;
import io.processdistro.common.config.SettingType.Flag;
import io.processdistro.common.config.SettingType.Size;
import io.processdistro.common.config.SettingType.Text;
import io.processdistro.common.config.SettingType.Time;
import io.processdistro.common.config.SettingType.Whole;
import io.processdistro.common.config.SettingType.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that a configuration file may say, for all programs: one file serves them all. A
 * secret is never among it; files of mode 600 hold those, and settings name the files.
 */
public enum Setting {
  CONTROLLER_PORT(
      "controller.port",
      "--port",
      new Whole(0, 65_535),
      "30000",
      "Where the controller listens; 0: any free port."),
  CONTROLLER_BIND(
      "controller.bind",
      "--bind",
      new Text(),
      "127.0.0.1",
      "Address to listen on; 0.0.0.0: all, so that other machines can join."),
  CONTROLLER_DASHBOARD_PORT(
      "controller.dashboard_port",
      "--dashboard-port",
      new Whole(0, 65_535),
      "30080",
      "Where browsers of its machine reach the dashboard; 0: nowhere."),
  CONTROLLER_STATE_DIR(
      "controller.state_dir",
      "--state-dir",
      new Text(),
      "",
      "Where a controller keeps its state, and commands look for it."),
  CONTROLLER_KEEP(
      "controller.keep",
      "--keep",
      new Text(),
      "7d,20GiB",
      "How long finished jobs are kept, and how large their results may be together."),
  CONTROLLER_MAX_NODES(
      "controller.max_nodes",
      "",
      new Whole(1, 10_000),
      "10000",
      "Nodes connected at once; the next one is refused."),
  CONTROLLER_TASK_TIMEOUT(
      "controller.task_timeout",
      "",
      new Time(Duration.ofMillis(1), Duration.ofDays(1)),
      "30s",
      "The longest that a task of a user's module may run, unless its job says otherwise."),
  CONTROLLER_WORK_STEALING_ENABLED(
      "controller.work_stealing_enabled",
      "",
      new Flag(),
      "true",
      "Whether nodes with nothing to do take work that waits for others."),
  SECURITY_TLS_ENABLED(
      "security.tls_enabled",
      "",
      new Flag(),
      "true",
      "false: plain HTTP, on loopback only (as --insecure)."),
  SECURITY_ALLOW_HOSTS(
      "security.allow_hosts",
      "--allow-host",
      new Words(),
      "",
      "Further names by which clients call the controller."),
  SECURITY_REQUESTS_PER_SECOND(
      "security.requests_per_second",
      "",
      new Whole(1, 1_000_000),
      "100",
      "Requests of one identity, or of one address without any."),
  SECURITY_REQUEST_BURST(
      "security.request_burst",
      "",
      new Whole(1, 1_000_000),
      "200",
      "So many at once after a rest; at least requests_per_second."),
  SECURITY_FAILED_LOGINS_PER_MINUTE(
      "security.failed_logins_per_minute",
      "",
      new Whole(1, 10_000),
      "5",
      "Wrong credentials of one address that are answered as such."),
  SECURITY_CONNECTIONS_MAX(
      "security.connections_max",
      "",
      new Whole(256, 1_000_000),
      "12000",
      "All connections; further ones are closed at once."),
  PERFORMANCE_TASK_TARGET(
      "performance.task_target",
      "",
      new Time(Duration.ofMillis(40), Duration.ofMinutes(1)),
      "500ms",
      "How long a task of a long job is made."),
  PERFORMANCE_PREFETCH_TASKS(
      "performance.prefetch_tasks",
      "",
      new Whole(1, 1_000),
      "40",
      "Tasks that a node may hold beyond those that run."),
  PERFORMANCE_MODULE_MEMORY_MAX(
      "performance.module_memory_max",
      "--module-memory-max",
      new Size(65_536, 4L << 30),
      "1GiB",
      "The most memory that a task of a user's module may ask for."),
  PERFORMANCE_MODULE_TIMEOUT_MAX(
      "performance.module_timeout_max",
      "--module-timeout-max",
      new Time(Duration.ofMillis(1), Duration.ofDays(1)),
      "300s",
      "The longest that a task of a user's module may ask for."),
  CLIENT_CONTROLLER(
      "client.controller",
      "--controller",
      new Text(),
      "",
      "The controller that commands talk to, as HOST:PORT."),
  CLIENT_TOKEN_FILE(
      "client.token_file",
      "--token-file",
      new Text(),
      "",
      "A file of mode 600 with the token that commands show."),
  CLIENT_OUTPUT(
      "client.output",
      "-o",
      new Choice(List.of("table", "json", "yaml")),
      "table",
      "How commands print what they find."),
  NODE_CONTROLLER(
      "node.controller",
      "--controller",
      new Text(),
      "",
      "The controller that a node works for, as HOST:PORT."),
  NODE_MAX_TASKS(
      "node.max_tasks", "--max-tasks", new Whole(1, 4_096), "", "Tasks that run at once."),
  NODE_NAME("node.name", "--name", new Text(), "", "What people call the node."),
  NODE_STATE_DIR("node.state_dir", "--state-dir", new Text(), "", "Where a node keeps its state."),
  NODE_TOKEN_FILE(
      "node.token_file",
      "--token-file",
      new Text(),
      "",
      "A file of mode 600 with the token for joining."),
  NODE_CACHE_SIZE(
      "node.cache_size",
      "--cache-size",
      new Size(1L << 20, 1L << 50),
      "4GiB",
      "Disk for inputs that may be needed again."),
  NODE_SPOOL_MAX(
      "node.spool_max",
      "--spool-max",
      new Size(1L << 20, 1L << 50),
      "1GiB",
      "Disk for results that the controller has not confirmed."),
  NODE_MAX_MEMORY(
      "node.max_memory",
      "--max-memory",
      new Size(656L << 20, 1L << 50),
      "",
      "Memory for all processes that run tasks together."),
  NODE_CPU_LIMIT(
      "node.cpu_limit",
      "--cpu-limit",
      new Text(),
      "",
      "Processors that may be used on average: a share (50%) or a number (1.5 cores)."),
  NODE_HOURS(
      "node.hours",
      "--hours",
      new Text(),
      "",
      "Hours of each day in which it works, local time, as FROM-TO."),
  NODE_ONLY_WHEN_IDLE(
      "node.only_when_idle",
      "--only-when-idle",
      new Flag(),
      "false",
      "Whether it works only while nobody else uses the machine."),
  NODE_IDLE_AFTER(
      "node.idle_after",
      "--idle-after",
      new Time(Duration.ofMillis(1), Duration.ofDays(1)),
      "",
      "How long the machine has to be unused for only_when_idle; needs that."),
  NODE_METRICS_PORT(
      "node.metrics_port",
      "--metrics-port",
      new Whole(1, 65_535),
      "",
      "Where Prometheus reads the node's own metrics, on 127.0.0.1 alone; without it nowhere.");

  private final String key;
  private final String option;
  private final SettingType type;
  private final String usual;
  private final String description;

  Setting(String key, String option, SettingType type, String usual, String description) {
    this.key = key;
    this.option = option;
    this.type = type;
    this.usual = usual;
    this.description = description;
  }

  /** As files write it: section, a dot, name. */
  public String key() {
    return key;
  }

  /** The environment's name for it. */
  public String variable() {
    return "PROCESSDISTRO_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** What holds if nobody says anything; empty where that depends on the machine. */
  public String usual() {
    return usual;
  }

  public String description() {
    return description;
  }

  SettingType type() {
    return type;
  }

  String section() {
    return key.substring(0, key.indexOf('.'));
  }

  /**
   * The setting that stands in for an option.
   *
   * @param sections in which the program looks
   */
  public static Optional<Setting> ofOption(String option, List<String> sections) {
    return Arrays.stream(values())
        .filter(setting -> setting.option.equals(option) && sections.contains(setting.section()))
        .findFirst();
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }

  static List<String> sections() {
    return Arrays.stream(values()).map(Setting::section).distinct().toList();
  }
}
