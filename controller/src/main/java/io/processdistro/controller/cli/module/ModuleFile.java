package io.processdistro.controller.cli.module;

import io.processdistro.common.text.FileTrouble;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a module that a command names. */
final class ModuleFile {
  /** Far more than a module may have, so that it is ingest that says what is wrong with one. */
  private static final int BYTES_MAX = 256 << 20;

  private ModuleFile() {}

  /**
   * The file's bytes; what they are is not looked at.
   *
   * @throws CommandException in one sentence, if there is no such file or it cannot be a module
   */
  static byte[] read(String name) throws CommandException {
    var path = path(name);
    if (!Files.exists(path)) throw refused(name, "there is no such file");
    if (Files.isDirectory(path)) {
      throw refused(name, "is a directory; name the .wasm file that the compiler wrote");
    }
    if (!Files.isRegularFile(path)) throw refused(name, "is not a regular file");
    try (var stream = Files.newInputStream(path)) {
      var bytes = stream.readNBytes(BYTES_MAX + 1);
      if (bytes.length <= BYTES_MAX) return bytes;
      throw refused(
          name,
          "has more than 256 MiB, a module at most 16 MiB; large data belongs into the input");
    } catch (IOException e) {
      throw refused(name, FileTrouble.reason(e));
    }
  }

  private static Path path(String name) throws CommandException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw refused(name, "is not a file name");
    }
  }

  private static CommandException refused(String name, String reason) {
    return new CommandException(ExitCode.USAGE, name + ": " + reason);
  }
}
