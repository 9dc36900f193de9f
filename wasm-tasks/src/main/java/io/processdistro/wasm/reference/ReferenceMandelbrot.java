package io.processdistro.wasm.reference;

import io.processdistro.wasm.abi.MandelbrotInput.Image;
import io.processdistro.wasm.abi.MandelbrotInput.Region;

/** Escape counts in scalar double arithmetic. */
public final class ReferenceMandelbrot {
  private ReferenceMandelbrot() {}

  /** Steps until |z|^2 > 4, or the image's maximum, of one pixel. */
  public static int count(Image image, Region region, int column, int row) {
    double cx = region.xMin() + (region.xMax() - region.xMin()) * column / image.width();
    double cy = region.yMin() + (region.yMax() - region.yMin()) * row / image.height();
    double x = 0;
    double y = 0;
    int steps = 0;
    while (x * x + y * y <= 4 && steps < image.maxIterations()) {
      double next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
      steps++;
    }
    return steps;
  }

  /** The counts of a run of pixels, row by row. */
  public static int[] counts(Image image, Region region, long fromPixel, long toPixel) {
    var counts = new int[(int) (toPixel - fromPixel)];
    for (long pixel = fromPixel; pixel < toPixel; pixel++) {
      int column = (int) (pixel % image.width());
      int row = (int) (pixel / image.width());
      counts[(int) (pixel - fromPixel)] = count(image, region, column, row);
    }
    return counts;
  }
}
