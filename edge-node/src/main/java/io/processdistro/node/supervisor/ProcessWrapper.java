package io.processdistro.node.supervisor;

import io.processdistro.common.wire.SandboxFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the system offers to keep a process of strangers small, as far as this user may have it: a
 * command that is put before the runner's own. Each of these programs becomes the next one, so the
 * process that is started is the one that runs guests.
 *
 * @param command empty where nothing is available
 * @param lowPriority runners give way to everything else on the machine
 * @param coreDumpsOff a crash leaves no image of the memory on the disk
 * @param ownNetwork runners are in a network without any interface
 */
public record ProcessWrapper(
    List<String> command, boolean lowPriority, boolean coreDumpsOff, boolean ownNetwork) {
  /** Nothing around the runner: for tests and systems without these programs. */
  public static final ProcessWrapper NONE = new ProcessWrapper(List.of(), false, false, false);

  private static final String NICE_LEVEL = "10";
  private static final long PROBE_SECONDS_MAX = 5;

  /** In {@code /proc/<pid>/stat}, of the fields after the program's name. */
  private static final int NICENESS_BEHIND_NAME = 16;

  private static final List<Path> PROGRAM_FOLDERS =
      Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin").map(Path::of).toList();

  public ProcessWrapper {
    command = List.copyOf(command);
  }

  /**
   * The part that gives way to everything else on the machine; empty where it is not available, or
   * where this process itself gives way as much already. Blocks for some milliseconds.
   */
  public static List<String> lowPriorityCommand() {
    if (niceness() >= Integer.parseInt(NICE_LEVEL)) return List.of();
    return working("nice", "-n", NICE_LEVEL).orElse(List.of());
  }

  /** Of this process, which its children inherit; 0 where the system does not tell. */
  private static int niceness() {
    try {
      var facts = Files.readString(Path.of("/proc/self/stat"));
      var behindName = facts.substring(facts.lastIndexOf(')') + 2).split(" ");
      return Integer.parseInt(behindName[NICENESS_BEHIND_NAME]);
    } catch (IOException | RuntimeException unknown) {
      return 0;
    }
  }

  /** The same for people. */
  public SandboxFacts facts() {
    return new SandboxFacts(lowPriority, coreDumpsOff, ownNetwork);
  }

  /** Tries each part once. Blocks for some milliseconds. */
  public static ProcessWrapper probe() {
    var nice = working("nice", "-n", NICE_LEVEL);
    var noCore = working("prlimit", "--core=0:0");
    var network =
        working("unshare", "--net").or(() -> working("unshare", "--map-current-user", "--net"));
    var command = new ArrayList<String>();
    nice.ifPresent(command::addAll);
    noCore.ifPresent(command::addAll);
    network.ifPresent(command::addAll);
    return new ProcessWrapper(command, nice.isPresent(), noCore.isPresent(), network.isPresent());
  }

  /** The command with its program's full path, if this user may use it that way. */
  private static Optional<List<String>> working(String program, String... options) {
    return PROGRAM_FOLDERS.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(file -> Stream.concat(Stream.of(file.toString()), Stream.of(options)).toList())
        .filter(ProcessWrapper::works);
  }

  private static boolean works(List<String> command) {
    var probe = new ArrayList<>(command);
    probe.add("true");
    try {
      var process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(PROBE_SECONDS_MAX, TimeUnit.SECONDS)) return process.exitValue() == 0;
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
