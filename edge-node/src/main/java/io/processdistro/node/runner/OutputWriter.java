package io.processdistro.node.runner;

import io.processdistro.common.values.Output;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.runner.guest.GuestMemory;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Takes an output out of a guest: small ones into memory, large ones into a file. */
final class OutputWriter {
  private static final int CHUNK_BYTES = 1 << 20;

  private OutputWriter() {}

  /**
   * @throws IOException if the file exists already or cannot be written
   */
  static Output take(GuestMemory memory, long offset, long length, String file) throws IOException {
    if (length <= WireLimits.OUTPUT_INLINE_BYTES_MAX) {
      var bytes = new byte[(int) length];
      memory.read(offset, bytes, bytes.length);
      return new Output.Inline(bytes);
    }
    var chunk = new byte[(int) Math.min(length, CHUNK_BYTES)];
    try (OutputStream stream =
        Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE_NEW)) {
      for (long done = 0; done < length; done += chunk.length) {
        int now = (int) Math.min(chunk.length, length - done);
        memory.read(offset + done, chunk, now);
        stream.write(chunk, 0, now);
      }
    }
    return new Output.Blob(RunnerEvent.UNHASHED, length);
  }
}
