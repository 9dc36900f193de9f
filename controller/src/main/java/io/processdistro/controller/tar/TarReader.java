package io.processdistro.controller.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Reads an archive from its beginning to its end, one file after the other. Not thread-safe. */
public final class TarReader {
  private static final int COPY_BYTES = 1 << 16;

  private final InputStream stream;
  private long position;

  /** Content and padding of the last entry that were not read. */
  private long unread;

  /** Content of the last entry that was not read. */
  private long unreadContent;

  public TarReader(InputStream stream) {
    this.stream = stream;
  }

  /** Where in the stream the content of the last entry begins. */
  public long contentPosition() {
    return position;
  }

  /**
   * The next file; directories are passed over. Empty at the end.
   *
   * @throws TarException if the archive is damaged, cut off, or holds what is not allowed
   */
  public Optional<TarHeader> next() throws IOException {
    while (true) {
      pass();
      var block = stream.readNBytes(TarHeader.BLOCK_BYTES);
      position += block.length;
      if (block.length == 0 || (isWhole(block) && TarHeader.isEnd(block))) return Optional.empty();
      if (!isWhole(block)) throw new TarException("it is cut off in a header");
      var header = TarHeader.decode(block);
      if (header.name().isEmpty()) continue;
      unreadContent = header.lengthBytes();
      unread = header.lengthBytes() + TarHeader.paddingOf(header.lengthBytes());
      return Optional.of(header);
    }
  }

  private static boolean isWhole(byte[] block) {
    return block.length == TarHeader.BLOCK_BYTES;
  }

  /** Writes the content of the last entry. */
  public void copyTo(OutputStream target) throws IOException {
    var buffer = new byte[COPY_BYTES];
    while (unreadContent > 0) {
      int read = stream.read(buffer, 0, (int) Math.min(buffer.length, unreadContent));
      if (read < 0) throw new TarException("it is cut off in a file");
      target.write(buffer, 0, read);
      position += read;
      unread -= read;
      unreadContent -= read;
    }
  }

  private void pass() throws IOException {
    try {
      stream.skipNBytes(unread);
    } catch (EOFException e) {
      throw new TarException("it is cut off in a file");
    }
    position += unread;
    unread = 0;
    unreadContent = 0;
  }
}
