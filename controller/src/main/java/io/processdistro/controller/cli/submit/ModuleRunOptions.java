package io.processdistro.controller.cli.submit;

import io.processdistro.common.cli.SizeConverter;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How the input of a user's module is cut, what of the module is used, and the tasks' walls. */
public final class ModuleRunOptions {
  private static final Pattern SPLIT = Pattern.compile("none|module|lines:[1-9][0-9]{0,17}");
  private static final List<String> PHASES = List.of("split", "execute", "merge");

  @Option(
      names = "--split",
      paramLabel = "lines:N|module|none",
      description =
          "For a module: cut the input every N lines, by the module's own split (default, if it"
              + " has one), or not at all.")
  private String split;

  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "For a module: cut the input into pieces of this size, such as 4MiB.")
  private Long chunkSize;

  @Option(
      names = "--phases",
      split = ",",
      paramLabel = "PHASE",
      description =
          "For a module: which of split,execute,merge to use; default: all that a native module"
              + " exports, execute of a WASI command.")
  private List<String> phases;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "For a module: the most memory of a task; default: 256MiB.")
  private Long memory;

  @Option(
      names = "--fuel",
      paramLabel = "N",
      description = "For a module: count the work of each task and stop it after N units.")
  private Long fuel;

  @Option(
      names = "--output-max",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "For a module: the longest output of a task; default: 64MiB.")
  private Long outputMax;

  @Option(
      names = "--log-max",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "For a module: how much of the end of a task's log is kept; default: 64KiB.")
  private Long logMax;

  /** What was written, by option; null for what was not. */
  Map<String, Object> given() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("--split", split);
    given.put("--chunk-size", chunkSize);
    given.put("--phases", phases);
    given.put("--memory", memory);
    given.put("--fuel", fuel);
    given.put("--output-max", outputMax);
    given.put("--log-max", logMax);
    return given;
  }

  boolean cutsInput() {
    return split != null || chunkSize != null;
  }

  /** In the API's words; empty for the usual. */
  public Optional<String> cut() throws CommandException {
    if (split != null && chunkSize != null) {
      throw usage("--split and --chunk-size are two ways of cutting the input: use one of them");
    }
    if (chunkSize != null) return Optional.of("bytes:" + chunkSize);
    if (split == null || SPLIT.matcher(split).matches()) return Optional.ofNullable(split);
    throw usage("--split: write lines:1000, module or none; not " + split);
  }

  /** Those that are asked for, execute among them; empty for the usual. */
  public Optional<List<String>> phases() throws CommandException {
    if (phases == null) return Optional.empty();
    for (var phase : phases) {
      if (PHASES.contains(phase)) continue;
      throw usage("--phases: write split, execute and merge with commas between; not " + phase);
    }
    if (phases.contains("execute")) return Optional.of(phases);
    throw usage("--phases: execute is always among them, such as --phases execute,merge");
  }

  public OptionalLong memoryBytesMax() {
    return optional(memory);
  }

  public OptionalLong outputBytesMax() {
    return optional(outputMax);
  }

  public OptionalLong logBytesMax() {
    return optional(logMax);
  }

  public OptionalLong fuel() throws CommandException {
    if (fuel == null) return OptionalLong.empty();
    if (fuel >= 1) return OptionalLong.of(fuel);
    throw usage("--fuel: a number above 0, not " + fuel + "; leave it out to count nothing");
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
