package io.processdistro.node.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One line each way; blocks until it is there or the channel is closed. */
final class LocalLines {
  private LocalLines() {}

  /**
   * Everything up to the first line end.
   *
   * @throws IOException if it is longer than {@code bytesMax}, not UTF-8, or ends before
   */
  static String read(ByteChannel channel, int bytesMax) throws IOException {
    var buffer = ByteBuffer.allocate(bytesMax);
    int end = -1;
    while (end < 0) {
      if (!buffer.hasRemaining()) {
        throw new IOException("a line has at most " + bytesMax + " bytes");
      }
      int begin = buffer.position();
      if (channel.read(buffer) < 0) throw new IOException("the line ended too early");
      end = lineEnd(buffer, begin);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer.slice(0, end)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("the line is not UTF-8", e);
    }
  }

  private static int lineEnd(ByteBuffer buffer, int begin) {
    for (int at = begin; at < buffer.position(); at++) {
      if (buffer.get(at) == '\n') return at;
    }
    return -1;
  }

  static void write(ByteChannel channel, byte[] line) throws IOException {
    var buffer = ByteBuffer.wrap(line);
    while (buffer.hasRemaining()) channel.write(buffer);
  }
}
