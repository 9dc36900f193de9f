package io.processdistro.tools.bench;

/** A Mandelbrot image in smooth colours, made without a kernel: material to compress. */
final class SmoothImage {
  private SmoothImage() {}

  /** Three bytes per pixel, row by row, of the whole set. */
  static byte[] render(int width, int height, int maxIterations) {
    var pixels = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double count = smoothCount(-2.5 + 3.5 * x / width, -1.25 + 2.5 * y / height, maxIterations);
        int at = 3 * (y * width + x);
        for (int channel = 0; channel < 3 && count >= 0; channel++) {
          double phase = 0.06 * count + 2 * channel;
          pixels[at + channel] = (byte) Math.round(127.5 + 127.5 * Math.cos(phase));
        }
      }
    }
    return pixels;
  }

  /** The escape count with a fraction from |z|; negative inside. */
  private static double smoothCount(double cx, double cy, int maxIterations) {
    double x = 0;
    double y = 0;
    for (int n = 0; n < maxIterations; n++) {
      double next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
      if (x * x + y * y > 256) return n + 1 - Math.log(Math.log(x * x + y * y) / 2) / Math.log(2);
    }
    return -1;
  }
}
