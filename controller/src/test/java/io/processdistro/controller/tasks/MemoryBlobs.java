package io.processdistro.controller.tasks;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A blob store in memory that also does what a node does: joins a task's header and parts. */
public final class MemoryBlobs implements TaskBlobs {
  private final Map<ContentHash, byte[]> contents = new ConcurrentHashMap<>();

  @Override
  public ContentHash put(ByteBuffer content) {
    var copy = new byte[content.remaining()];
    content.get(copy);
    var hash = ContentHash.of(copy);
    contents.put(hash, copy);
    return hash;
  }

  public Set<ContentHash> hashes() {
    return contents.keySet();
  }

  public long longestBytes() {
    return contents.values().stream().mapToLong(content -> content.length).max().orElse(0);
  }

  /** The input as the kernel gets it: one stretch of bytes. */
  public byte[] join(TaskInput input) {
    long length = input.header().length;
    for (BlobSlice part : input.parts()) length += part.length();
    var joined = ByteBuffer.allocate(Math.toIntExact(length)).put(input.header());
    for (BlobSlice part : input.parts()) {
      joined.put(
          contents.get(part.blob()),
          Math.toIntExact(part.offset()),
          Math.toIntExact(part.length()));
    }
    return joined.array();
  }
}
