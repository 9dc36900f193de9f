package io.processdistro.controller.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the driver unpacks SQLite itself. Left to itself it does so in the system's temporary
 * directory, and a process that is killed leaves a megabyte there each time.
 */
final class NativeLibrary {
  private static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /**
   * Has the library unpacked in this directory, and removes what a killed process has left there.
   * Has no effect on a process that has loaded it already.
   */
  static void unpackIn(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
      for (var leftover : leftovers) Files.deleteIfExists(leftover);
    }
    if (System.getProperty(DIRECTORY_PROPERTY) == null) {
      System.setProperty(DIRECTORY_PROPERTY, directory.toString());
    }
  }
}
