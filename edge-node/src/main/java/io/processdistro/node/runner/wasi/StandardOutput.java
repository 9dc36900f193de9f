package io.processdistro.node.runner.wasi;

import io.processdistro.common.values.Output;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.runner.guest.GuestMemory;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An output that grows: in memory while it is small, in the task's file from then on. Its limit is
 * kept by the caller. For one thread.
 */
final class StandardOutput implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 16;

  private final Path file;
  private final ByteArrayOutputStream small = new ByteArrayOutputStream();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private OutputStream large;
  private long length;

  StandardOutput(Path file) {
    this.file = file;
  }

  long lengthBytes() {
    return length;
  }

  /** Takes bytes out of the guest; they must lie inside of its memory. */
  void write(GuestMemory memory, long offset, long bytes) throws IOException {
    if (large == null && length + bytes > WireLimits.OUTPUT_INLINE_BYTES_MAX) {
      large =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), CHUNK_BYTES);
      small.writeTo(large);
      small.reset();
    }
    for (long done = 0; done < bytes; ) {
      int now = (int) Math.min(chunk.length, bytes - done);
      memory.read(offset + done, chunk, now);
      if (large == null) small.write(chunk, 0, now);
      else large.write(chunk, 0, now);
      done += now;
    }
    length += bytes;
  }

  /** What was written; nothing can be added any more. */
  Output finish() throws IOException {
    if (large == null) return new Output.Inline(small.toByteArray());
    large.close();
    return new Output.Blob(RunnerEvent.UNHASHED, length);
  }

  /** Lets the file go; what a failed task has left in it is the agent's to delete. */
  @Override
  public void close() throws IOException {
    if (large != null) large.close();
  }
}
