package io.processdistro.controller.tasks.mandelbrot;

import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes small pictures with transparency as PNG. */
final class PreviewPng {
  private static final int BYTES_PER_POINT = 4;

  private PreviewPng() {}

  /**
   * @param points red, green, blue and opacity, row by row
   * @param widthMax a wider picture is made smaller
   */
  static byte[] of(int columns, int rows, byte[] points, int widthMax) {
    int width = Math.min(columns, widthMax);
    int height = Math.max(1, (int) ((long) rows * width / columns));
    int rowBytes = 1 + width * BYTES_PER_POINT;
    var lines = new byte[rowBytes * height];
    for (int y = 0; y < height; y++) {
      int row = (int) ((2L * y + 1) * rows / (2L * height));
      for (int x = 0; x < width; x++) {
        int column = (int) ((2L * x + 1) * columns / (2L * width));
        System.arraycopy(
            points,
            (row * columns + column) * BYTES_PER_POINT,
            lines,
            y * rowBytes + 1 + x * BYTES_PER_POINT,
            BYTES_PER_POINT);
      }
    }
    return PngChunks.transparent(width, height, deflated(lines));
  }

  /** A whole zlib stream. */
  private static byte[] deflated(byte[] lines) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(lines);
      deflater.finish();
      var room = new byte[lines.length + (lines.length >>> 10) + 64];
      int length = deflater.deflate(room);
      return Arrays.copyOf(room, length);
    } finally {
      deflater.end();
    }
  }
}
