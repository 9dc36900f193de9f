package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where results stand on disk: one file per completed job, {@code <directory>/<job>.<extension>}.
 * Thread-safe; all methods but {@link #placeOf} block.
 */
public final class ResultFiles {
  private static final String UNFINISHED = ".unfinished";

  private final Path directory;

  private ResultFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens or makes the directory, and deletes the results that were not finished: they are made
   * again from the accepted tasks.
   */
  public static ResultFiles open(Path directory) throws IOException {
    Files.createDirectories(directory);
    deleteAll(directory, "*" + UNFINISHED + "*");
    return new ResultFiles(directory);
  }

  /**
   * @param extension without the dot
   */
  public ResultPlace placeOf(JobId job, String extension) {
    var name = job + "." + extension;
    return new ResultPlace(directory.resolve(name + UNFINISHED), directory.resolve(name));
  }

  /** Deletes every file of a job, also an unfinished one. */
  public void delete(JobId job) throws IOException {
    deleteAll(directory, job + ".*");
  }

  private static void deleteAll(Path directory, String names) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
      for (var file : files) Files.deleteIfExists(file);
    }
  }
}
