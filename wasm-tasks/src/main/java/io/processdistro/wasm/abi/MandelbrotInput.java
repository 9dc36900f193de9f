package io.processdistro.wasm.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Header (and whole input) of a mandelbrot task: the pixels {@code [fromPixel, toPixel)} of the
 * image, row by row.
 */
public record MandelbrotInput(
    Image image, Region region, Output output, long fromPixel, long toPixel) {
  public static final int MAX_ITERATIONS_MAX = 10_000_000;

  private static final int BYTES = 64;

  /** What a task writes per pixel, in the numbering of the header. */
  public enum Output {
    /** The escape count as 4 bytes, little endian. */
    COUNTS(4),
    /** Red, green and blue. */
    RGB(3);

    private final int bytesPerPixel;

    Output(int bytesPerPixel) {
      this.bytesPerPixel = bytesPerPixel;
    }

    public int bytesPerPixel() {
      return bytesPerPixel;
    }
  }

  /**
   * @param maxIterations 1 to 10,000,000; the count of points that do not escape
   */
  public record Image(int width, int height, int maxIterations) {
    public Image {
      if (width < 1 || height < 1) {
        throw new IllegalArgumentException(
            "width and height must be at least 1, was %d x %d".formatted(width, height));
      }
      if (maxIterations < 1 || maxIterations > MAX_ITERATIONS_MAX) {
        throw new IllegalArgumentException(
            "maxIterations must be 1 to 10000000, was " + maxIterations);
      }
    }

    public long pixels() {
      return (long) width * height;
    }
  }

  /** The part of the complex plane that the image shows; row 0 is at {@code yMin}. */
  public record Region(double xMin, double xMax, double yMin, double yMax) {
    public Region {
      if (!Double.isFinite(xMax - xMin) || !Double.isFinite(yMax - yMin)) {
        throw new IllegalArgumentException(
            "the region's bounds must be finite, was x %s..%s, y %s..%s"
                .formatted(xMin, xMax, yMin, yMax));
      }
    }
  }

  public MandelbrotInput {
    if (fromPixel < 0 || toPixel <= fromPixel || toPixel > image.pixels()) {
      throw new IllegalArgumentException(
          "pixels must be a range within 0..%d, was %d..%d"
              .formatted(image.pixels(), fromPixel, toPixel));
    }
  }

  public byte[] header() {
    var header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(image.width()).putInt(image.height()).putInt(image.maxIterations());
    header.putInt(output.ordinal());
    header.putDouble(region.xMin()).putDouble(region.xMax());
    header.putDouble(region.yMin()).putDouble(region.yMax());
    return header.putLong(fromPixel).putLong(toPixel).array();
  }

  /** Length of the task's output. */
  public long outputBytes() {
    return (toPixel - fromPixel) * output.bytesPerPixel();
  }
}
