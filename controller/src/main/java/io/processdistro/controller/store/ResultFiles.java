package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where results stand on disk: one file per completed job, {@code <directory>/<job>.<extension>}.
 * Thread-safe; all methods but {@link #pathOf} block.
 */
public final class ResultFiles {
  private final Path directory;

  private ResultFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens or makes the directory and empties it: results do not outlive the jobs they belong to,
   * and those live in memory.
   */
  public static ResultFiles open(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (var file : files) Files.deleteIfExists(file);
    }
    return new ResultFiles(directory);
  }

  /**
   * @param extension without the dot
   */
  public Path pathOf(JobId job, String extension) {
    return directory.resolve(job + "." + extension);
  }

  /** Deletes every file of a job, also an unfinished one. */
  public void delete(JobId job) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, job + ".*")) {
      for (var file : files) Files.deleteIfExists(file);
    }
  }
}
