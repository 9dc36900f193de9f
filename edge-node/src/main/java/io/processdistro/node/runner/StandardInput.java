package io.processdistro.node.runner;

import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerCommand.InputFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;

/**
 * The input of a task as a stream: header, then one part after the other, each mapped while it is
 * read. For one thread.
 */
final class StandardInput implements AutoCloseable {
  private final Iterator<InputFile> parts;
  private ByteBuffer current;
  private Arena arena = Arena.ofConfined();

  StandardInput(RunnerCommand.Run run) {
    this.current = ByteBuffer.wrap(run.header());
    this.parts = run.parts().iterator();
  }

  /**
   * Copies the next bytes into the guest.
   *
   * @return how many, at most {@code length}; 0 only at the end, or if none were wanted
   * @throws IOException if a file is missing or shorter than its slice says
   */
  int read(GuestMemory memory, long offset, long length) throws IOException {
    long done = 0;
    while (done < length && advance()) {
      int now = (int) Math.min(length - done, current.remaining());
      memory.write(offset + done, current.slice(current.position(), now));
      current.position(current.position() + now);
      done += now;
    }
    return Math.toIntExact(done);
  }

  private boolean advance() throws IOException {
    while (!current.hasRemaining()) {
      if (!parts.hasNext()) return false;
      arena.close();
      arena = Arena.ofConfined();
      current = map(parts.next(), arena);
    }
    return true;
  }

  /** The bytes of a part, for as long as the arena is open. */
  static ByteBuffer map(InputFile part, Arena arena) throws IOException {
    try (var channel = FileChannel.open(Path.of(part.path()), StandardOpenOption.READ)) {
      if (part.offset() > channel.size() - part.length()) {
        throw new IOException(
            "%s has %d bytes, the task wants %d from %d on"
                .formatted(part.path(), channel.size(), part.length(), part.offset()));
      }
      return channel.map(MapMode.READ_ONLY, part.offset(), part.length(), arena).asByteBuffer();
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
