package io.processdistro.controller.tasks.assembly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A result while it grows: written at positions or at its end, and deleted when it is closed before
 * it was completed. Not thread-safe.
 */
public final class ResultFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private boolean complete;
  private long endBytes;

  /**
   * @param path must not exist
   */
  public ResultFile(Path path) throws IOException {
    this.path = path;
    channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** A new file at {@code path}, which must not exist, with its first bytes. */
  public static ResultFile beginningWith(Path path, ByteBuffer start) throws IOException {
    var file = new ResultFile(path);
    try {
      file.append(start);
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Writes what remains in {@code bytes}, all of it, at {@code position}. */
  public void writeAt(long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) at += channel.write(bytes, at);
    endBytes = Math.max(endBytes, at);
  }

  /** Writes what remains in {@code bytes} behind everything that was written. */
  public void append(ByteBuffer bytes) throws IOException {
    writeAt(endBytes, bytes);
  }

  /** Fills what remains in {@code bytes} from {@code position} on. */
  public void readAt(long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at);
      if (read < 0) throw new IOException(path + " ends at " + at + ", before what was written");
      at += read;
    }
  }

  /** Copies a stretch of this file behind the end of {@code target}. */
  public void copyTo(ResultFile target, long position, long count) throws IOException {
    long done = 0;
    while (done < count) {
      target.channel.position(target.endBytes);
      long moved = channel.transferTo(position + done, count - done, target.channel);
      if (moved <= 0) throw new IOException(path + " became shorter while it was copied");
      target.endBytes += moved;
      done += moved;
    }
  }

  /** Throws away all content. */
  public void clear() throws IOException {
    channel.truncate(0);
    endBytes = 0;
  }

  /** Where {@link #append} would write. */
  public long endBytes() {
    return endBytes;
  }

  /** From now on {@link #close} keeps the file. */
  public void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!complete) Files.deleteIfExists(path);
  }
}
