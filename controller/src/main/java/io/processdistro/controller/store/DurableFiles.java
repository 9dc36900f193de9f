package io.processdistro.controller.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What makes files outlive a power cut. */
public final class DurableFiles {
  private DurableFiles() {}

  /** Returns when a file's content, or a directory's names, are on disk. */
  public static void force(Path fileOrDirectory) throws IOException {
    try (var channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
