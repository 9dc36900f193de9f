package io.processdistro.node.cli;

import io.processdistro.common.cli.SizeConverter;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.wire.WireLimits;
import java.nio.file.Path;
import java.util.Optional;
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
      description = "Tasks that run at once; default: the number of processors.")
  private int maxTasks = Runtime.getRuntime().availableProcessors();

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
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Memory for all running tasks together; default: what the slots can use, at most half of"
              + " this machine's.")
  private Long memoryBytes;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also log what is only of interest when something is wrong.")
  private boolean verbose;

  private static final long CACHE_BYTES_MIN = 1L << 20;
  private static final long SPOOL_BYTES_MIN = 1L << 20;

  /** Refuses what picocli cannot: values out of their range. */
  void check(CommandLine commandLine) {
    if (maxTasks < 1 || maxTasks > WireLimits.SLOTS_MAX) {
      throw refusal(
          commandLine, "--max-tasks is 1 to " + WireLimits.SLOTS_MAX + ", not " + maxTasks);
    }
    if (cacheBytes < CACHE_BYTES_MIN) {
      throw refusal(commandLine, "--cache-size is at least 1MiB, not " + cacheBytes + " bytes");
    }
    if (spoolBytes < SPOOL_BYTES_MIN) {
      throw refusal(commandLine, "--spool-max is at least 1MiB, not " + spoolBytes + " bytes");
    }
    if (memoryBytes != null && memoryBytes < MemoryPlan.HEAP_BYTES_MIN) {
      throw refusal(
          commandLine,
          "--memory is at least "
              + (MemoryPlan.HEAP_BYTES_MIN >> 20)
              + "MiB, not "
              + memoryBytes
              + " bytes");
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
        ? MemoryPlan.byDefault(maxTasks, machineBytes)
        : MemoryPlan.of(memoryBytes, maxTasks);
  }

  int slots() {
    return maxTasks;
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
