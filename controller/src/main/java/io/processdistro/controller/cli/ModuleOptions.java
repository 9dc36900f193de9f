package io.processdistro.controller.cli;

import io.processdistro.controller.api.view.JobSubmission;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What is said about a module of the user's own; checked against each other before it is sent. */
final class ModuleOptions {
  private static final Pattern SPLIT = Pattern.compile("none|module|lines:[1-9][0-9]{0,17}");
  private static final List<String> PHASES = List.of("split", "execute", "merge");

  @Option(
      names = "--module",
      paramLabel = "FILE.wasm",
      description = "Run this module of your own, in place of a --task-type.")
  private String module;

  @Option(
      names = "--input-dir",
      paramLabel = "DIRECTORY",
      description = "With --module: each file in it is the input of one task.")
  private String inputDirectory;

  @Option(
      names = "--split",
      paramLabel = "lines:N|module|none",
      description =
          "With --module: cut the input every N lines, by the module's own split (default, if it"
              + " has one), or not at all.")
  private String split;

  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      description = "With --module: cut the input into pieces of this size, such as 4MiB.")
  private String chunkSize;

  @Option(
      names = "--phases",
      split = ",",
      paramLabel = "PHASE",
      description =
          "With --module: which of split,execute,merge to use; default: all that a native module"
              + " exports, execute of a WASI command.")
  private List<String> phases;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "With --module: the most memory of a task; default: 256MiB.")
  private String memory;

  @Option(
      names = "--fuel",
      paramLabel = "N",
      description = "With --module: count the work of each task and stop it after N units.")
  private Long fuel;

  @Option(
      names = "--output-max",
      paramLabel = "SIZE",
      description = "With --module: the longest output of a task; default: 64MiB.")
  private String outputMax;

  boolean present() {
    return module != null;
  }

  /** The module's file, and how its input comes. */
  record Wishes(Path module, Optional<Path> inputDirectory, JobSubmission.Module submission) {}

  /**
   * @param wallTime longest run of a task; empty for the default
   * @throws CommandException naming the options that do not go together, or the value at fault
   */
  Wishes check(Optional<Duration> wallTime) throws CommandException {
    requireOneWay();
    var file = regularFile(module);
    var directory = inputDirectory == null ? null : directory(inputDirectory);
    return new Wishes(
        file,
        Optional.ofNullable(directory),
        new JobSubmission.Module(
            null,
            cut(),
            phases == null ? null : checkedPhases(),
            memory == null ? null : Amounts.size("--memory", memory),
            wallTime.map(Duration::toMillis).orElse(null),
            outputMax == null ? null : Amounts.size("--output-max", outputMax),
            null,
            checkedFuel()));
  }

  /** As {@link #check}, with the hash under which the controller has the module. */
  static JobSubmission.Module named(JobSubmission.Module wishes, String sha256) {
    return new JobSubmission.Module(
        sha256,
        wishes.split(),
        wishes.phases(),
        wishes.memoryBytesMax(),
        wishes.wallMillisMax(),
        wishes.outputBytesMax(),
        wishes.logBytesMax(),
        wishes.fuel());
  }

  /**
   * @throws CommandException if an option was given that only means something with --module
   */
  void requireAbsent() throws CommandException {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("--input-dir", inputDirectory);
    given.put("--split", split);
    given.put("--chunk-size", chunkSize);
    given.put("--phases", phases);
    given.put("--memory", memory);
    given.put("--fuel", fuel);
    given.put("--output-max", outputMax);
    for (var option : given.entrySet()) {
      if (option.getValue() == null) continue;
      throw usage(option.getKey() + " is for --module; a built-in task type does without it");
    }
  }

  private void requireOneWay() throws CommandException {
    if (split != null && chunkSize != null) {
      throw usage("--split and --chunk-size are two ways of cutting the input: use one of them");
    }
    if (inputDirectory != null && (split != null || chunkSize != null)) {
      throw usage(
          "--input-dir makes a task of each file: leave "
              + (split != null ? "--split" : "--chunk-size")
              + " out");
    }
  }

  private String cut() throws CommandException {
    if (inputDirectory != null) return "files";
    if (chunkSize != null) return "bytes:" + Amounts.size("--chunk-size", chunkSize);
    if (split == null) return null;
    if (SPLIT.matcher(split).matches()) return split;
    throw usage("--split: write lines:1000, module or none; not " + split);
  }

  private List<String> checkedPhases() throws CommandException {
    for (var phase : phases) {
      if (PHASES.contains(phase)) continue;
      throw usage("--phases: write split, execute and merge with commas between; not " + phase);
    }
    if (phases.contains("execute")) return phases;
    throw usage("--phases: execute is always among them, such as --phases execute,merge");
  }

  private Long checkedFuel() throws CommandException {
    if (fuel == null || fuel >= 1) return fuel;
    throw usage("--fuel: a number above 0, not " + fuel + "; leave it out to count nothing");
  }

  private static Path regularFile(String text) throws CommandException {
    var path = path("--module", text);
    if (!Files.exists(path)) throw usage("--module: " + text + ": there is no such file");
    if (!Files.isRegularFile(path)) throw usage("--module: " + text + ": is not a file");
    if (!Files.isReadable(path)) {
      throw usage("--module: " + text + ": cannot be read: permission denied");
    }
    return path;
  }

  private static Path directory(String text) throws CommandException {
    var path = path("--input-dir", text);
    if (!Files.exists(path)) throw usage("--input-dir: " + text + ": there is no such directory");
    if (!Files.isDirectory(path)) {
      throw usage("--input-dir: " + text + ": is a file; give it with --input");
    }
    return path;
  }

  private static Path path(String option, String text) throws CommandException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw usage(option + ": not a file name: " + text);
    }
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
