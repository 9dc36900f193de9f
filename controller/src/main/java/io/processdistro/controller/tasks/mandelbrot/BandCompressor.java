package io.processdistro.controller.tasks.mandelbrot;

import java.util.zip.Adler32;
import java.util.zip.Deflater;

/**
 * Deflates bands so that their outputs, one behind the other, are one deflate stream: each band
 * starts with an empty dictionary and ends flushed to a byte. Not thread-safe.
 *
 * <p>Fastest level and no row filter: 1600 x 1200 pixels of the whole set took 47 ms of CPU and
 * 1,014 KB so; Sub 75 ms and 1,130 KB, Up 67 ms and 1,083 KB, level 6 over 200 ms and 738 KB.
 */
final class BandCompressor implements AutoCloseable {
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Adler32 adler32 = new Adler32();
  private byte[] filtered = new byte[0];
  private byte[] deflated = new byte[0];
  private int deflatedLength;

  /**
   * Compresses one band.
   *
   * @param pixels its pixel bytes, row behind row
   * @param prefix what stands before the deflated data
   */
  void compress(byte[] pixels, int rows, int rowBytes, byte[] prefix) {
    int filteredLength = rows * (1 + rowBytes);
    // Incompressible data grows by 5 bytes per 16 KiB; the rest is for the flush.
    reserve(filteredLength, filteredLength + (filteredLength >>> 10) + 1024);
    for (int row = 0; row < rows; row++) {
      filtered[row * (1 + rowBytes)] = 0; // filter type: none
      System.arraycopy(pixels, row * rowBytes, filtered, row * (1 + rowBytes) + 1, rowBytes);
    }
    adler32.reset();
    adler32.update(filtered, 0, filteredLength);
    deflater.reset();
    deflater.setInput(filtered, 0, filteredLength);
    System.arraycopy(prefix, 0, deflated, 0, prefix.length);
    int room = deflated.length - prefix.length;
    int length = deflater.deflate(deflated, prefix.length, room, Deflater.SYNC_FLUSH);
    if (length == room) throw new IllegalStateException("a band grew by more than 0.1 %");
    deflatedLength = prefix.length + length;
  }

  private void reserve(int filteredBytes, int deflatedBytes) {
    if (filtered.length < filteredBytes) {
      filtered = new byte[filteredBytes];
      deflated = new byte[deflatedBytes];
    }
  }

  /** Prefix and deflated data of the last band; valid up to {@link #deflatedLength}. */
  byte[] deflated() {
    return deflated;
  }

  int deflatedLength() {
    return deflatedLength;
  }

  /** Of the last band, filter bytes included. */
  int adler32() {
    return (int) adler32.getValue();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
