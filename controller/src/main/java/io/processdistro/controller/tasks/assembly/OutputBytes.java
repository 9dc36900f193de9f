package io.processdistro.controller.tasks.assembly;

import io.processdistro.controller.tasks.TaskOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of an output, wherever it is; a file is mapped, not copied. One thread, until closed.
 */
public final class OutputBytes implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment segment;

  public OutputBytes(TaskOutput output) throws IOException {
    try {
      segment =
          switch (output) {
            case TaskOutput.InMemory(byte[] bytes) -> MemorySegment.ofArray(bytes);
            case TaskOutput.InFile file -> mapped(file);
          };
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private MemorySegment mapped(TaskOutput.InFile file) throws IOException {
    try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      if (channel.size() != file.lengthBytes()) {
        throw new IOException(
            "%s has %d bytes, not %d".formatted(file.path(), channel.size(), file.lengthBytes()));
      }
      return channel.map(MapMode.READ_ONLY, 0, file.lengthBytes(), arena);
    }
  }

  /** Readable until {@link #close}. */
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public void close() {
    arena.close();
  }
}
