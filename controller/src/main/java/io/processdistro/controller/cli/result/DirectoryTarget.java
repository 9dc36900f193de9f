package io.processdistro.controller.cli.result;

import io.processdistro.common.text.FileTrouble;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.tar.TarException;
import io.processdistro.controller.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;

/**
 * A directory made of a result that is several files: written under another name next to its place,
 * then renamed.
 */
final class DirectoryTarget implements ResultTarget {
  private final Path directory;

  private DirectoryTarget(Path directory) {
    this.directory = directory;
  }

  /**
   * @throws CommandException unless it is an empty directory, or can be made
   */
  static DirectoryTarget at(String option) throws CommandException {
    try {
      var path = Path.of(option).toAbsolutePath().normalize();
      var parent = path.getParent();
      if (parent == null) throw refused(option, "is no place for a result");
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) requireEmptyDirectory(path, option);
      if (!Files.isDirectory(parent)) {
        throw refused(option, "its directory does not exist; make it first");
      }
      if (!Files.isWritable(parent)) throw refused(option, "its directory cannot be written");
      return new DirectoryTarget(path);
    } catch (InvalidPathException e) {
      throw refused(option, "not a file name");
    } catch (IOException e) {
      throw refused(option, FileTrouble.reason(e));
    }
  }

  private static void requireEmptyDirectory(Path path, String option)
      throws CommandException, IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(option, "is a file, or a link");
    }
    try (var entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw refused(option, "is not empty; name a new or an empty directory");
      }
    }
  }

  private static CommandException refused(String option, String reason) {
    return new CommandException(ExitCode.USAGE, "--output: " + option + ": " + reason);
  }

  @Override
  public Optional<String> format() {
    return Optional.of("tar");
  }

  @Override
  public boolean isStandardOutput() {
    return false;
  }

  @Override
  public String toString() {
    return directory + "/";
  }

  @Override
  public long write(Content content) throws ClientException, CommandException {
    var suffix = "." + ProcessHandle.current().pid() + ".part";
    var archive = directory.resolveSibling("." + directory.getFileName() + ".tar" + suffix);
    var unpacked = directory.resolveSibling("." + directory.getFileName() + suffix);
    archive.toFile().deleteOnExit();
    try {
      long bytes;
      try (var stream =
          Files.newOutputStream(archive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        bytes = content.writeTo(stream);
      }
      unpack(archive, unpacked);
      Files.move(unpacked, directory, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } catch (TarException e) {
      throw new CommandException(
          ExitCode.ERROR, "the result cannot be unpacked: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR,
          "the result cannot be written to " + this + ": " + FileTrouble.reason(e),
          e);
    } finally {
      delete(archive);
      delete(unpacked);
    }
  }

  private static void unpack(Path archive, Path target) throws IOException {
    Files.createDirectory(target);
    try (var stream = new BufferedInputStream(Files.newInputStream(archive))) {
      var reader = new TarReader(stream);
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        var file = target.resolve(entry.get().name());
        Files.createDirectories(file.getParent());
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
          reader.copyTo(out);
        }
      }
    }
  }

  /** What is left is in nobody's way; the error that led here is the one to tell. */
  private static void delete(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
    try (var walk = Files.walk(path)) {
      for (var entry : walk.sorted(Comparator.reverseOrder()).toList()) Files.delete(entry);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }
}
