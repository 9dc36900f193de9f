package io.processdistro.controller.tasks.modules;

import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;

/** Puts chunks of an input where nodes can fetch them without fetching all of it. */
final class InputChunks {
  /** An input up to this length is fetched whole by each node: it is a blob already. */
  static final long FETCHED_WHOLE_BYTES_MAX = 8L << 20;

  static final int PACK_BYTES = 4 << 20;

  private InputChunks() {}

  static Chunks of(InputBlob input, Spans spans, TaskBlobs blobs) throws IOException {
    if (input.lengthBytes() <= FETCHED_WHOLE_BYTES_MAX) return Chunks.within(input.hash(), spans);
    try (var channel = FileChannel.open(input.path(), StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      return packed(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), spans, blobs);
    }
  }

  /** Copies of the chunks; {@code content} is not used afterwards. */
  static Chunks packed(MemorySegment content, Spans spans, TaskBlobs blobs) throws IOException {
    var packer = new ChunkPacker(blobs, spans.count(), PACK_BYTES);
    for (int chunk = 0; chunk < spans.count(); chunk++) {
      packer.put(chunk, content.asSlice(spans.offset(chunk), spans.lengthBytes(chunk)));
    }
    packer.finish();
    return packer;
  }
}
