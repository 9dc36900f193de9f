package io.processdistro.controller.tasks.mandelbrot;

/**
 * Which pixels of an image a smaller picture of it shows: one for each point of a regular grid.
 *
 * @param columns of the picture
 * @param rows of the picture
 */
record Sampling(int width, int height, int columns, int rows) {
  private static final int COLUMNS_MAX = 1_024;
  private static final int POINTS_MAX = 1 << 19;

  /** As many points as a preview ever needs. */
  static Sampling of(int width, int height) {
    double shrink =
        Math.max(
            Math.max(1, width / (double) COLUMNS_MAX),
            Math.sqrt((double) width * height / POINTS_MAX));
    return new Sampling(
        width,
        height,
        Math.max(1, (int) (width / shrink)),
        Math.clamp((long) (height / shrink), 1, Math.min(height, POINTS_MAX)));
  }

  int points() {
    return columns * rows;
  }

  /** The pixel that a point shows, counted row by row; grows with the point. */
  long pixelOf(int point) {
    long row = (2L * (point / columns) + 1) * height / (2L * rows);
    long column = (2L * (point % columns) + 1) * width / (2L * columns);
    return row * width + column;
  }

  /** The first point that shows this pixel or a later one. */
  int firstPointFrom(long pixel) {
    int low = 0;
    int high = points();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pixelOf(middle) < pixel) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
