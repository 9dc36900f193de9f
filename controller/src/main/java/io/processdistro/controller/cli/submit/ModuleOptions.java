package io.processdistro.controller.cli.submit;

import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is said about a module of the user's own; checked against each other before it is sent. */
final class ModuleOptions {
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

  @Mixin private final ModuleRunOptions run = new ModuleRunOptions();

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
            inputDirectory != null ? "files" : run.cut().orElse(null),
            run.phases().orElse(null),
            boxed(run.memoryBytesMax()),
            wallTime.map(Duration::toMillis).orElse(null),
            boxed(run.outputBytesMax()),
            boxed(run.logBytesMax()),
            boxed(run.fuel())));
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
    given.putAll(run.given());
    for (var option : given.entrySet()) {
      if (option.getValue() == null) continue;
      throw usage(option.getKey() + " is for --module; a built-in task type does without it");
    }
  }

  private void requireOneWay() throws CommandException {
    if (inputDirectory == null || !run.cutsInput()) return;
    throw usage(
        "--input-dir makes a task of each file: leave "
            + (run.given().get("--split") != null ? "--split" : "--chunk-size")
            + " out");
  }

  private static Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
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
