package io.processdistro.controller.cli.submit;

import io.processdistro.common.text.FileTrouble;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.tar.TarException;
import io.processdistro.controller.tar.TarHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The files of a directory as one temporary file, in the order of their names. */
final class DirectoryArchive implements AutoCloseable {
  private static final int DEPTH_MAX = 32;

  private final Path archive;

  private DirectoryArchive(Path archive) {
    this.archive = archive;
  }

  /**
   * Hidden files are taken too; links and what is neither file nor directory is refused.
   *
   * @throws CommandException naming the file at fault
   */
  static DirectoryArchive of(Path directory) throws CommandException {
    try {
      var archive = Files.createTempFile("processdistro-input-", ".tar");
      // Also removed when Ctrl-C ends the process.
      archive.toFile().deleteOnExit();
      var made = new DirectoryArchive(archive);
      try {
        made.fill(directory);
        return made;
      } catch (CommandException | IOException e) {
        made.close();
        throw e;
      }
    } catch (TarException e) {
      throw usage(directory, e.getMessage());
    } catch (IOException e) {
      throw usage(directory, FileTrouble.reason(e));
    }
  }

  Path path() {
    return archive;
  }

  private void fill(Path directory) throws CommandException, IOException {
    List<Path> files;
    try (var walk = Files.walk(directory, DEPTH_MAX)) {
      files = walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    if (files.isEmpty()) throw usage(directory, "there is no file in it");
    var sorted =
        files.stream().collect(Collectors.toMap(file -> nameOf(directory, file), file -> file));
    try (var stream = new BufferedOutputStream(Files.newOutputStream(archive))) {
      for (var name : sorted.keySet().stream().sorted().toList()) {
        append(stream, name, sorted.get(name));
      }
      stream.write(TarHeader.end().array());
    }
  }

  /** With slashes on every system. */
  private static String nameOf(Path directory, Path file) {
    return StreamSupport.stream(directory.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private static void append(OutputStream stream, String name, Path file)
      throws CommandException, IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw usage(file, "is a link or something else that is no file");
    }
    long length = Files.size(file);
    stream.write(new TarHeader(name, length).encode().array());
    if (Files.copy(file, stream) != length) throw usage(file, "changed while it was read");
    stream.write(new byte[TarHeader.paddingOf(length)]);
  }

  private static CommandException usage(Path path, String reason) {
    return new CommandException(ExitCode.USAGE, "--input-dir: " + path + ": " + reason);
  }

  @Override
  public void close() throws CommandException {
    try {
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      throw new CommandException(ExitCode.ERROR, "cannot delete " + archive, e);
    }
  }
}
