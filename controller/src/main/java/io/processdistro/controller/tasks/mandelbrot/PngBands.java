package io.processdistro.controller.tasks.mandelbrot;

/**
 * How an image is cut into bands of whole rows that are compressed independently.
 *
 * @param width pixels per row
 * @param height rows of the image
 */
record PngBands(int width, int height) {
  static final int BYTES_PER_PIXEL = 3;

  /** A band costs 10 bytes and an empty dictionary: below 1 % of what 256 KiB compress to. */
  private static final int BAND_BYTES_WANTED = 256 << 10;

  int rowBytes() {
    return width * BYTES_PER_PIXEL;
  }

  int rowsPerBand() {
    return Math.clamp(BAND_BYTES_WANTED / rowBytes(), 1, height);
  }

  int count() {
    return Math.ceilDiv(height, rowsPerBand());
  }

  int rowsOf(int band) {
    return Math.min(rowsPerBand(), height - band * rowsPerBand());
  }

  /** First byte of the band in the image's pixel bytes. */
  long fromByte(int band) {
    return (long) band * rowsPerBand() * rowBytes();
  }

  int bytesOf(int band) {
    return rowsOf(band) * rowBytes();
  }

  /** The band that holds a byte of the image's pixel bytes. */
  int bandOf(long pixelByte) {
    return (int) (pixelByte / ((long) rowsPerBand() * rowBytes()));
  }
}
