package io.processdistro.controller.trial;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a trial's tasks read, by content: files of the user where they lie, others in a folder. */
final class TrialBlobs implements TaskBlobs {
  private final Path folder;
  private final Map<ContentHash, Path> files = new ConcurrentHashMap<>();

  TrialBlobs(Path folder) {
    this.folder = folder;
  }

  /** A file of the user; it is read, never changed. */
  InputBlob adopt(String name, Path file) throws IOException {
    var hash = ContentHash.ofFile(file);
    files.put(hash, file.toAbsolutePath());
    return new InputBlob(name, hash, Files.size(file), file);
  }

  @Override
  public ContentHash put(ByteBuffer content) throws IOException {
    var hash = ContentHash.of(content.duplicate());
    var file = folder.resolve(hash.toString());
    if (files.putIfAbsent(hash, file) != null) {
      content.position(content.limit());
      return hash;
    }
    try (var channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) channel.write(content);
    }
    return hash;
  }

  /** Where a content lies that was adopted or put. */
  Path file(ContentHash hash) {
    var file = files.get(hash);
    if (file == null) throw new IllegalStateException("no blob " + hash);
    return file;
  }
}
