package io.processdistro.node.runner.wasi;

import io.processdistro.node.runner.guest.GuestMemory;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerCommand.InputFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
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
      current = parts.next().map(arena);
    }
    return true;
  }

  @Override
  public void close() {
    arena.close();
  }
}
