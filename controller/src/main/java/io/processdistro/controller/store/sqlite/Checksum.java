package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Over the values of one row, in a fixed order. Any single byte that changes changes it. */
final class Checksum {
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  Checksum add(long value) {
    number.clear().putLong(value).flip();
    crc.update(number);
    return this;
  }

  Checksum add(byte[] bytes) {
    crc.update(bytes);
    return this;
  }

  Checksum add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Checksum add(ContentHash hash) {
    return add(hash.bits0()).add(hash.bits1()).add(hash.bits2()).add(hash.bits3());
  }

  /** Of everything since the last call. */
  long take() {
    long value = crc.getValue();
    crc.reset();
    return value;
  }
}
