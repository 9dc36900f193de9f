package io.processdistro.controller.cli.module;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder that is gone when the command ends, also by Ctrl-C. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::remove);

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** For this user's eyes only. */
  static TemporaryFolder create() throws IOException {
    var folder = new TemporaryFolder(Files.createTempDirectory("processdistro-"));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs anyway.
    }
  }

  /** What cannot be removed stays in the system's folder for such files. */
  private void remove() {
    if (!Files.exists(path)) return;
    try (var files = Files.walk(path)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException | UncheckedIOException e) {
      // See above.
    }
  }
}
