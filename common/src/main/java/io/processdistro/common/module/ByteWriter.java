package io.processdistro.common.module;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes parts of a module; numbers take as few bytes as they can. Not for sharing between threads.
 */
final class ByteWriter {
  private static final int CONTINUES = 0x80;
  private static final int PAYLOAD = 0x7f;
  private static final int PAYLOAD_BITS = 7;
  private static final int SIGN = 0x40;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ByteWriter oneByte(int value) {
    out.write(value);
    return this;
  }

  ByteWriter unsigned(long value) {
    long rest = value;
    while (rest >= CONTINUES) {
      out.write((int) (rest & PAYLOAD) | CONTINUES);
      rest >>>= PAYLOAD_BITS;
    }
    out.write((int) rest);
    return this;
  }

  ByteWriter signed(long value) {
    long rest = value;
    while (rest >= SIGN || rest < -SIGN) {
      out.write((int) (rest & PAYLOAD) | CONTINUES);
      rest >>= PAYLOAD_BITS;
    }
    out.write((int) (rest & PAYLOAD));
    return this;
  }

  ByteWriter copy(byte[] bytes, int start, int end) {
    out.write(bytes, start, end - start);
    return this;
  }

  ByteWriter copy(byte[] bytes, Span span) {
    return copy(bytes, span.start(), span.end());
  }

  ByteWriter copy(byte[] bytes) {
    return copy(bytes, 0, bytes.length);
  }

  /** Its length, then its bytes. */
  ByteWriter sized(ByteWriter content) {
    unsigned(content.length());
    return copy(content.toBytes());
  }

  ByteWriter name(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    unsigned(utf8.length);
    return copy(utf8);
  }

  ByteWriter section(int code, ByteWriter content) {
    return oneByte(code).sized(content);
  }

  int length() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
