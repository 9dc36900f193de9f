package io.processdistro.tools.bench;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Blobs as files named by their hash: what any store on disk has to do at least. */
final class BenchBlobs implements TaskBlobs {
  private final Path directory;

  BenchBlobs(Path directory) {
    this.directory = directory;
  }

  @Override
  public ContentHash put(ByteBuffer content) throws IOException {
    var hash = ContentHash.of(content.duplicate());
    var file = directory.resolve(hash.toString());
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) channel.write(content);
    }
    return hash;
  }

  void clear() throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) Files.delete(file);
    }
  }
}
