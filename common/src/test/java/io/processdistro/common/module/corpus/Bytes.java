package io.processdistro.common.module.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts bytes together as WebAssembly's binary format asks for it, or as it forbids. */
public final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Single bytes, each 0 to 255. */
  public Bytes raw(int... bytes) {
    for (int value : bytes) out.write(value);
    return this;
  }

  public Bytes append(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public Bytes zeros(int count) {
    out.writeBytes(new byte[count]);
    return this;
  }

  public Bytes unsigned(long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  public Bytes signed(long value) {
    long rest = value;
    while (rest >= 0x40 || rest < -0x40) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write((int) (rest & 0x7f));
    return this;
  }

  public Bytes sized(byte[] content) {
    return unsigned(content.length).append(content);
  }

  public Bytes name(String text) {
    return sized(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }
}
