package io.processdistro.controller.tasks.mandelbrot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The frame of a PNG file (ISO/IEC 15948) of 8-bit RGB. The image data of all IDAT chunks together
 * is one zlib stream (RFC 1950): two bytes of header, deflated data, a checksum.
 */
final class PngChunks {
  /** Deflate with a window of 32 KiB, fastest level. */
  static final byte[] ZLIB_HEADER = {0x78, 0x01};

  /** An empty final block with fixed codes: ends deflated data that was flushed to a byte. */
  private static final byte[] DEFLATE_END = {0x03, 0x00};

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BITS_PER_SAMPLE = 8;
  private static final int COLOUR_TYPE_RGB = 2;
  private static final int COLOUR_TYPE_RGB_OPACITY = 6;

  private PngChunks() {}

  /** Everything before the first IDAT chunk. */
  static ByteBuffer start(int width, int height) {
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) BITS_PER_SAMPLE).put((byte) COLOUR_TYPE_RGB);
    var start = new ByteArrayOutputStream();
    start.writeBytes(SIGNATURE);
    start.writeBytes(chunk("IHDR", header.array(), header.capacity()).array());
    return ByteBuffer.wrap(start.toByteArray());
  }

  /** An IDAT chunk with the first {@code length} bytes of {@code data}. */
  static ByteBuffer imageData(byte[] data, int length) {
    return chunk("IDAT", data, length);
  }

  /**
   * Everything behind the last band.
   *
   * @param adler32 of the whole image data before deflation
   */
  static ByteBuffer end(int adler32) {
    var last = ByteBuffer.allocate(6).put(DEFLATE_END).putInt(adler32).array();
    var end = new ByteArrayOutputStream();
    end.writeBytes(chunk("IDAT", last, last.length).array());
    end.writeBytes(chunk("IEND", new byte[0], 0).array());
    return ByteBuffer.wrap(end.toByteArray());
  }

  /**
   * A whole small file of 8-bit RGB with opacity.
   *
   * @param imageData a zlib stream
   */
  static byte[] transparent(int width, int height, byte[] imageData) {
    var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) BITS_PER_SAMPLE).put((byte) COLOUR_TYPE_RGB_OPACITY);
    var file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    file.writeBytes(chunk("IHDR", header.array(), header.capacity()).array());
    file.writeBytes(chunk("IDAT", imageData, imageData.length).array());
    file.writeBytes(chunk("IEND", new byte[0], 0).array());
    return file.toByteArray();
  }

  private static ByteBuffer chunk(String type, byte[] data, int length) {
    var chunk = ByteBuffer.allocate(12 + length).putInt(length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data, 0, length);
    var checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + length);
    return chunk.putInt((int) checksum.getValue()).flip();
  }
}
