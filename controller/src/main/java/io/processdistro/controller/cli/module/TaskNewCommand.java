package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.text.FileTrouble;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.wasm.TaskTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a small working task that its author can change. */
@Command(
    name = "new",
    description = {
      "Writes a small working task into a new directory: source with split, execute and merge, the"
          + " task kit of its language and a build script.",
      "Never overwrites anything. Prints the directory; what to do next goes to standard error."
    })
final class TaskNewCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "What the task and its module are called: letters, digits, - and _.")
  private String name;

  @Option(
      names = "--lang",
      required = true,
      paramLabel = "LANGUAGE",
      description = "The language: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Languages.class)
  private String language;

  @Option(
      names = "--directory",
      paramLabel = "DIRECTORY",
      description = "Where to write it, a directory that does not exist yet; default: NAME.")
  private String directory;

  TaskNewCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** As they are written on the command line. */
  static final class Languages implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(TaskTemplate.values()).map(TaskTemplate::language).iterator();
    }
  }

  @Override
  public Integer call() throws CommandException {
    var target = target();
    write(target, files());
    terminal.out().println(target);
    tellNextSteps(target, template());
    return ExitCode.OK.status();
  }

  private Map<String, String> files() throws CommandException {
    try {
      return template().files(name);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "NAME: " + e.getMessage(), e);
    }
  }

  private TaskTemplate template() throws CommandException {
    var wished = language.toLowerCase(Locale.ROOT);
    for (var template : TaskTemplate.values()) {
      if (template.language().equals(wished)) return template;
    }
    var known =
        Arrays.stream(TaskTemplate.values())
            .map(TaskTemplate::language)
            .collect(Collectors.joining(", "));
    throw new CommandException(
        ExitCode.USAGE,
        "--lang: there are templates for "
            + known
            + ", not for "
            + language
            + "; documentation/task-abi.md says what a module in any other language needs");
  }

  private Path target() throws CommandException {
    try {
      return Path.of(directory == null ? name : directory);
    } catch (InvalidPathException e) {
      throw new CommandException(
          ExitCode.USAGE, (directory == null ? "NAME: " : "--directory: ") + "not a file name", e);
    }
  }

  /** The directory is made first: of two that want the same, one is refused. */
  private static void write(Path target, Map<String, String> files) throws CommandException {
    try {
      makeNew(target);
      for (var file : files.entrySet()) {
        var path = target.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
      }
      makeExecutable(target.resolve(TaskTemplate.BUILD_SCRIPT));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR, target + ": cannot be written: " + FileTrouble.reason(e), e);
    }
  }

  private static void makeNew(Path target) throws CommandException, IOException {
    var parent = target.toAbsolutePath().normalize().getParent();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) throw exists(target);
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CommandException(
          ExitCode.USAGE, target + ": there is no directory " + parent + " to put it into");
    }
    try {
      Files.createDirectory(target);
    } catch (FileAlreadyExistsException e) {
      throw exists(target);
    }
  }

  private static CommandException exists(Path target) {
    return new CommandException(
        ExitCode.USAGE,
        target + ": exists already, and nothing is overwritten; choose another with --directory");
  }

  private static void makeExecutable(Path script) throws IOException {
    if (!script.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
    var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(script));
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    if (permissions.contains(PosixFilePermission.GROUP_READ)) {
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    Files.setPosixFilePermissions(script, permissions);
  }

  private void tellNextSteps(Path target, TaskTemplate template) {
    var module = target.resolve(name + ".wasm");
    var phases = template.tellsItsPhases() ? "" : " --phases split,execute,merge";
    terminal.say("next:");
    terminal.say("  " + rooted(target.resolve(TaskTemplate.BUILD_SCRIPT)));
    terminal.say("  controller task inspect " + module);
    terminal.say("  seq 1 100000 > numbers.txt");
    terminal.say("  controller task test " + module + phases + " --input numbers.txt");
    terminal.say(
        "  controller submit-task --module "
            + module
            + phases
            + " --input numbers.txt --output sum.txt");
  }

  /** With a slash in it, without which a shell would search its path. */
  private static Path rooted(Path script) {
    return script.getNameCount() > 1 ? script : Path.of(".").resolve(script);
  }
}
