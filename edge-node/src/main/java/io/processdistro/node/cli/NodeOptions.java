package io.processdistro.node.cli;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.SizeConverter;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.owner.CpuLimit;
import io.processdistro.node.owner.IdleRule;
import io.processdistro.node.owner.OwnerRules;
import io.processdistro.node.owner.WorkHours;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What people may say to {@code edge-node}, and what of it makes sense. */
final class NodeOptions {
  @Option(
      names = "--controller",
      paramLabel = "HOST:PORT",
      description =
          "The controller to work for; default: the one of the state directory, else the only one"
              + " running on this machine, else the first one found on the local network.")
  private String controller;

  @Option(
      names = "--max-tasks",
      paramLabel = "N",
      description =
          "Tasks that run at once; default: the number of processors, or of those that --cpu-limit"
              + " allows.")
  private Integer maxTasks;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What people call this node; default: the name of this machine.")
  private String name;

  @Option(
      names = "--state-dir",
      paramLabel = "DIRECTORY",
      description = "Where state is kept; default: PROCESSDISTRO_STATE_DIR, else per user.")
  private Path stateDirectory;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file (mode 600) with a token for joining (controller token create --role node), or the"
              + " controller's controller.json; -: standard input. Needed once, and not on the"
              + " controller's machine. Without one the node asks the controller of --controller and"
              + " waits until somebody there approves its code.")
  private Path tokenFile;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      defaultValue = "4GiB",
      converter = SizeConverter.class,
      description = "Disk for inputs that may be needed again; default: ${DEFAULT-VALUE}.")
  private long cacheBytes;

  @Option(
      names = "--spool-max",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      converter = SizeConverter.class,
      description =
          "Disk for results that the controller has not confirmed; when it is used up the node takes"
              + " no more work, but drops nothing; default: ${DEFAULT-VALUE}.")
  private long spoolBytes;

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Memory for all processes that run tasks together; default: half of this machine's.")
  private Long memoryBytes;

  @Option(
      names = "--cpu-limit",
      paramLabel = "SHARE",
      converter = CpuLimitConverter.class,
      description =
          "Processors that may be used on average: a share of all (50%%) or a number (2, 1.5 cores);"
              + " default: all, at low priority.")
  private CpuLimit cpuLimit;

  @Option(
      names = "--hours",
      paramLabel = "FROM-TO",
      converter = WorkHoursConverter.class,
      description = "Work only in these hours of each day, local time, such as 22:00-06:00.")
  private WorkHours hours;

  // With a value of its own: else the configuration's "true" and the option would cancel out.
  @Option(
      names = "--only-when-idle",
      negatable = true,
      fallbackValue = "true",
      description =
          "Work only while nobody else uses this machine: nothing typed into a terminal and other"
              + " programs quiet, for as long as --idle-after says.")
  private boolean onlyWhenIdle;

  @Option(
      names = "--idle-after",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long it has to be unused for --only-when-idle; default: 5m.")
  private Duration idleAfter;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "Where Prometheus reads this node's own metrics, on 127.0.0.1 alone; default: nowhere.")
  private Integer metricsPort;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also log what is only of interest when something is wrong.")
  private boolean verbose;

  private static final int CPUS = Runtime.getRuntime().availableProcessors();
  private static final long CACHE_BYTES_MIN = 1L << 20;
  private static final long SPOOL_BYTES_MIN = 1L << 20;
  private static final int PORT_MAX = 65_535;

  /** Refuses what picocli cannot: values out of their range. */
  void check(CommandLine commandLine) {
    if (maxTasks != null && (maxTasks < 1 || maxTasks > WireLimits.SLOTS_MAX)) {
      throw refusal(
          commandLine, "--max-tasks is 1 to " + WireLimits.SLOTS_MAX + ", not " + maxTasks);
    }
    if (cacheBytes < CACHE_BYTES_MIN) {
      throw refusal(commandLine, "--cache-size is at least 1MiB, not " + cacheBytes + " bytes");
    }
    if (spoolBytes < SPOOL_BYTES_MIN) {
      throw refusal(commandLine, "--spool-max is at least 1MiB, not " + spoolBytes + " bytes");
    }
    if (memoryBytes != null && memoryBytes < MemoryPlan.TOTAL_BYTES_MIN) {
      throw refusal(
          commandLine,
          "--max-memory is at least "
              + (MemoryPlan.TOTAL_BYTES_MIN >> 20)
              + "MiB, not "
              + memoryBytes
              + " bytes");
    }
    if (metricsPort != null && (metricsPort < 1 || metricsPort > PORT_MAX)) {
      throw refusal(commandLine, "--metrics-port is 1 to " + PORT_MAX + ", not " + metricsPort);
    }
    if (idleAfter != null && !onlyWhenIdle) {
      throw refusal(commandLine, "--idle-after belongs to --only-when-idle, which is missing");
    }
    try {
      if (name != null) new NodeName(name);
    } catch (IllegalArgumentException e) {
      throw refusal(commandLine, "--name: " + e.getMessage());
    }
    try {
      controller();
    } catch (IllegalArgumentException e) {
      throw refusal(commandLine, "--controller: " + e.getMessage());
    }
  }

  private static ParameterException refusal(CommandLine commandLine, String message) {
    return new ParameterException(commandLine, message);
  }

  Optional<ControllerAddress> controller() {
    return Optional.ofNullable(controller).map(ControllerAddress::parse);
  }

  /** The given name, or the machine's, numbered from the second node on. */
  NodeName name(String hostName, int ordinal) {
    if (name != null) return new NodeName(name);
    return NodeName.fromHostName(ordinal == 1 ? hostName : hostName + "-" + ordinal);
  }

  MemoryPlan memory(long machineBytes) {
    return memoryBytes == null
        ? MemoryPlan.byDefault(slots(), machineBytes)
        : MemoryPlan.of(memoryBytes, slots());
  }

  int slots() {
    if (maxTasks != null) return maxTasks;
    return cpuLimit == null ? CPUS : cpuLimit.slotsOf(CPUS);
  }

  OwnerRules ownerRules() {
    return new OwnerRules(
        Optional.ofNullable(hours),
        onlyWhenIdle
            ? Optional.of(IdleRule.after(idleAfter == null ? IdleRule.QUIET_DEFAULT : idleAfter))
            : Optional.empty(),
        cpuLimit == null ? OptionalDouble.empty() : OptionalDouble.of(cpuLimit.coresOf(CPUS)));
  }

  /** Empty if no metrics are to be shown. */
  OptionalInt metricsPort() {
    return metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort);
  }

  Optional<Path> stateDirectory() {
    return Optional.ofNullable(stateDirectory);
  }

  Optional<Path> tokenFile() {
    return Optional.ofNullable(tokenFile);
  }

  long cacheBytes() {
    return cacheBytes;
  }

  long spoolBytes() {
    return spoolBytes;
  }

  boolean verbose() {
    return verbose;
  }
}
