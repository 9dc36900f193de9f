package io.processdistro.controller.cli.result;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.text.FileTrouble;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a result goes: a file that appears whole or not at all (written under another name next to
 * its place, then renamed), or standard output for {@code -}.
 */
public final class FileTarget implements ResultTarget {
  private static final Pattern EXTENSION = Pattern.compile("[A-Za-z0-9]{1,8}");

  private final Terminal terminal;

  /** Empty for standard output. */
  private final Optional<Path> file;

  private FileTarget(Terminal terminal, Optional<Path> file) {
    this.terminal = terminal;
    this.file = file;
  }

  /**
   * Checks the place before any work is done for it.
   *
   * @throws CommandException if a result cannot be put there
   */
  public static FileTarget at(String option, Terminal terminal) throws CommandException {
    if (option.equals("-")) return new FileTarget(terminal, Optional.empty());
    try {
      var path = Path.of(option).toAbsolutePath();
      // A link keeps being a link: what it points at is replaced.
      if (Files.exists(path)) path = path.toRealPath();
      requireReplaceable(path, option);
      return new FileTarget(terminal, Optional.of(path));
    } catch (InvalidPathException e) {
      throw new CommandException(ExitCode.USAGE, "--output: not a file name: " + option, e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "--output: " + option + ": " + FileTrouble.reason(e), e);
    }
  }

  private static void requireReplaceable(Path path, String option) throws CommandException {
    if (Files.isDirectory(path)) throw refused(option, "is a directory; name a file in it");
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw refused(option, "is not a regular file; use --output - to write to standard output");
    }
    var directory = path.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw refused(option, "its directory does not exist; make it first");
    }
    if (!Files.isWritable(directory)) throw refused(option, "its directory cannot be written");
  }

  private static CommandException refused(String option, String reason) {
    return new CommandException(ExitCode.USAGE, "--output: " + option + ": " + reason);
  }

  /** The extension of the file's name in lower case, which decides the format of the result. */
  @Override
  public Optional<String> format() {
    return file.map(path -> path.getFileName().toString())
        .filter(name -> name.lastIndexOf('.') > 0)
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .filter(text -> EXTENSION.matcher(text).matches())
        .map(text -> text.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean isStandardOutput() {
    return file.isEmpty();
  }

  /** The file's path, for messages. */
  @Override
  public String toString() {
    return file.map(Path::toString).orElse("standard output");
  }

  /** Writes the content; an existing file is replaced when all of it is there. */
  @Override
  public long write(Content content) throws ClientException, CommandException {
    try {
      return file.isPresent() ? replace(file.get(), content) : toStandardOutput(content);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR,
          "the result cannot be written to " + this + ": " + FileTrouble.reason(e),
          e);
    }
  }

  private long toStandardOutput(Content content) throws ClientException, IOException {
    long bytes = content.writeTo(terminal.out());
    terminal.out().flush();
    if (terminal.out().checkError()) throw new IOException("nobody reads it");
    return bytes;
  }

  private static long replace(Path path, Content content) throws ClientException, IOException {
    var temporary =
        path.resolveSibling(
            "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    // Also removed when Ctrl-C ends the process.
    temporary.toFile().deleteOnExit();
    try {
      long bytes;
      try (var stream =
          Files.newOutputStream(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        bytes = content.writeTo(stream);
      }
      keepPermissions(path, temporary);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
      return bytes;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void keepPermissions(Path existing, Path replacement) throws IOException {
    if (Files.exists(existing)
        && existing.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(replacement, Files.getPosixFilePermissions(existing));
    }
  }
}
