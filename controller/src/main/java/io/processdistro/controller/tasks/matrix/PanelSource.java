package io.processdistro.controller.tasks.matrix;

import io.processdistro.controller.tasks.npy.NpyFile;
import io.processdistro.controller.tasks.npy.NpyHeader;
import java.lang.foreign.MemorySegment;

/**
 * A matrix seen as {@code lines} lines of {@code steps} elements: the rows of A, or the columns of
 * B. Of the two strides (in elements) one is 1.
 *
 * @param data the elements, mapped, little endian
 * @param along whether a line's elements lie side by side; else a step's elements do
 */
record PanelSource(MemorySegment data, int elementBytes, long lines, int steps, boolean along) {
  /** The rows of A. */
  static PanelSource rowsOf(NpyFile file) {
    return of(file.data(), file.header());
  }

  /** The columns of B. */
  static PanelSource columnsOf(NpyFile file) {
    return of(file.data(), file.header().transposed());
  }

  private static PanelSource of(MemorySegment data, NpyHeader linesAsRows) {
    return new PanelSource(
        data,
        linesAsRows.element().bytes(),
        linesAsRows.rows(),
        Math.toIntExact(linesAsRows.columns()),
        !linesAsRows.fortranOrder());
  }

  /** Where an element begins in {@link #data}. */
  long byteOf(long line, int step) {
    return elementBytes * (along ? line * steps + step : line + step * lines);
  }

  /** Length of {@code count} lines when they are packed. */
  long packedBytes(int count) {
    return (long) PanelPacker.paddedLines(count) * steps * elementBytes;
  }
}
