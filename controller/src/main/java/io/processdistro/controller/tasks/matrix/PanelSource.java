package io.processdistro.controller.tasks.matrix;

import io.processdistro.controller.tasks.npy.NpyFile;
import io.processdistro.controller.tasks.npy.NpyHeader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A matrix seen as {@code lines} lines of {@code steps} elements: the rows of A, or the columns of
 * B. Packs runs of lines the way the kernel reads them: groups of 4 lines; within a group, for each
 * step, the 4 lines' elements side by side; missing lines are zeros.
 *
 * <p>Of the two strides (in elements) one is 1: along the lines, or across them. Thread-safe.
 */
final class PanelSource {
  static final int GROUP = 4;

  /**
   * Steps that are packed across before the next group of lines: 32 stretches of a panel's width
   * (32 x 1 KiB) stay in the first-level cache, so each cache line of the matrix is read once.
   */
  private static final int STEPS_PER_STRETCH = 32;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment data;
  private final int elementBytes;
  private final long lines;
  private final int steps;
  private final boolean along;

  private PanelSource(MemorySegment data, NpyHeader linesAsRows) {
    this.data = data;
    elementBytes = linesAsRows.element().bytes();
    lines = linesAsRows.rows();
    steps = Math.toIntExact(linesAsRows.columns());
    along = !linesAsRows.fortranOrder();
  }

  /** The rows of A. */
  static PanelSource rowsOf(NpyFile file) {
    return new PanelSource(file.data(), file.header());
  }

  /** The columns of B. */
  static PanelSource columnsOf(NpyFile file) {
    return new PanelSource(file.data(), file.header().transposed());
  }

  int elementBytes() {
    return elementBytes;
  }

  long lines() {
    return lines;
  }

  int steps() {
    return steps;
  }

  /**
   * Packs {@code count} lines from {@code firstLine} on into {@code target}, from {@code offset}
   * on, as ceil(count / 4) groups of 4 * steps elements. Every byte of that stretch is written.
   */
  void pack(long firstLine, int count, byte[] target, int offset) {
    int groupBytes = GROUP * steps * elementBytes;
    int wholeGroups = count / GROUP;
    if (along) {
      for (int group = 0; group < wholeGroups; group++) {
        packAlong(firstLine + (long) GROUP * group, target, offset + group * groupBytes);
      }
    } else {
      for (int step = 0; step < steps; step += STEPS_PER_STRETCH) {
        int end = Math.min(steps, step + STEPS_PER_STRETCH);
        for (int group = 0; group < wholeGroups; group++) {
          packAcross(
              firstLine + (long) GROUP * group, step, end, target, offset + group * groupBytes);
        }
      }
    }
    int rest = count % GROUP;
    if (rest > 0) {
      packRest(firstLine + count - rest, rest, target, offset + wholeGroups * groupBytes);
    }
  }

  private void packAlong(long line, byte[] target, int offset) {
    long bytesPerLine = (long) steps * elementBytes;
    long first = line * bytesPerLine;
    if (elementBytes == Long.BYTES) {
      interleaveLongs(data, first, bytesPerLine, steps, target, offset);
    } else {
      interleaveInts(data, first, bytesPerLine, steps, target, offset);
    }
  }

  private void packAcross(long line, int fromStep, int toStep, byte[] target, int offset) {
    long stride = lines * elementBytes;
    long first = line * elementBytes + fromStep * stride;
    int at = offset + fromStep * GROUP * elementBytes;
    if (elementBytes == Long.BYTES) {
      gatherLongs(data, first, stride, toStep - fromStep, target, at);
    } else {
      gatherInts(data, first, stride, toStep - fromStep, target, at);
    }
  }

  private static void interleaveLongs(
      MemorySegment data, long first, long stride, int steps, byte[] target, int offset) {
    for (int step = 0; step < steps; step++) {
      long from = first + (long) step * Long.BYTES;
      int to = offset + step * GROUP * Long.BYTES;
      LONGS.set(target, to, data.get(LONG, from));
      LONGS.set(target, to + 8, data.get(LONG, from + stride));
      LONGS.set(target, to + 16, data.get(LONG, from + 2 * stride));
      LONGS.set(target, to + 24, data.get(LONG, from + 3 * stride));
    }
  }

  private static void interleaveInts(
      MemorySegment data, long first, long stride, int steps, byte[] target, int offset) {
    for (int step = 0; step < steps; step++) {
      long from = first + (long) step * Integer.BYTES;
      int to = offset + step * GROUP * Integer.BYTES;
      INTS.set(target, to, data.get(INT, from));
      INTS.set(target, to + 4, data.get(INT, from + stride));
      INTS.set(target, to + 8, data.get(INT, from + 2 * stride));
      INTS.set(target, to + 12, data.get(INT, from + 3 * stride));
    }
  }

  private static void gatherLongs(
      MemorySegment data, long first, long stride, int steps, byte[] target, int offset) {
    for (int step = 0; step < steps; step++) {
      long from = first + step * stride;
      int to = offset + step * GROUP * Long.BYTES;
      LONGS.set(target, to, data.get(LONG, from));
      LONGS.set(target, to + 8, data.get(LONG, from + 8));
      LONGS.set(target, to + 16, data.get(LONG, from + 16));
      LONGS.set(target, to + 24, data.get(LONG, from + 24));
    }
  }

  private static void gatherInts(
      MemorySegment data, long first, long stride, int steps, byte[] target, int offset) {
    for (int step = 0; step < steps; step++) {
      long from = first + step * stride;
      int to = offset + step * GROUP * Integer.BYTES;
      LONGS.set(target, to, data.get(LONG, from));
      LONGS.set(target, to + 8, data.get(LONG, from + 8));
    }
  }

  /** The last group, with fewer than 4 lines: rare, so simple. */
  private void packRest(long line, int count, byte[] target, int offset) {
    Arrays.fill(target, offset, offset + GROUP * steps * elementBytes, (byte) 0);
    for (int step = 0; step < steps; step++) {
      for (int lane = 0; lane < count; lane++) {
        long element = along ? (line + lane) * steps + step : line + lane + step * lines;
        int to = offset + (step * GROUP + lane) * elementBytes;
        MemorySegment.copy(
            data, ValueLayout.JAVA_BYTE, element * elementBytes, target, to, elementBytes);
      }
    }
  }
}
