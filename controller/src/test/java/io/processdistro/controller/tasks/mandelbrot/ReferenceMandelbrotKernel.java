package io.processdistro.controller.tasks.mandelbrot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The mandelbrot kernel in plain Java, written from the layout's description. Its colours are its
 * own: two channels that compress badly and one that compresses well.
 */
final class ReferenceMandelbrotKernel {
  private ReferenceMandelbrotKernel() {}

  static byte[] execute(byte[] bytes) {
    if (bytes.length != 64)
      throw new AssertionError("the header has 64 bytes, not " + bytes.length);
    var input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int width = input.getInt(0);
    boolean rgb = input.getInt(12) == 1;
    long from = input.getLong(48);
    long to = input.getLong(56);
    var output =
        ByteBuffer.allocate((int) (to - from) * (rgb ? 3 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (long pixel = from; pixel < to; pixel++) {
      int count = count(input, (int) (pixel % width), (int) (pixel / width));
      if (rgb) {
        output.put(colour(count, pixel));
      } else {
        output.putInt(count);
      }
    }
    return output.array();
  }

  static byte[] colour(int count, long pixel) {
    long scattered = (pixel + count) * 0x9E3779B97F4A7C15L;
    return new byte[] {(byte) count, (byte) (scattered >>> 40), (byte) (scattered >>> 50)};
  }

  private static int count(ByteBuffer input, int x, int y) {
    double cx =
        input.getDouble(16) + (input.getDouble(24) - input.getDouble(16)) * x / input.getInt(0);
    double cy =
        input.getDouble(32) + (input.getDouble(40) - input.getDouble(32)) * y / input.getInt(4);
    return count(cx, cy, input.getInt(8));
  }

  static int count(double cx, double cy, int maxIterations) {
    double x = 0;
    double y = 0;
    int n = 0;
    while (x * x + y * y <= 4 && n < maxIterations) {
      double next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
      n++;
    }
    return n;
  }
}
