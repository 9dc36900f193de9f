package io.processdistro.controller.tasks.matrix;

import io.processdistro.wasm.abi.MatrixShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Packs lines of a matrix the way the kernel reads them: groups of 4 lines; within a group, for
 * each step, the 4 lines' elements side by side; missing lines are zeros.
 *
 * <p>Stretches of the matrix are copied in bulk to small arrays, rearranged there, and copied in
 * bulk to the target. The arrays stay in the first-level cache, and loops over plain arrays are
 * fast before the JIT compiler has seen them often: the first job counts. Elements are moved as
 * bits. Not thread-safe.
 */
final class PanelPacker {
  private static final int GROUP = MatrixShape.GROUP;

  /** 16 KiB of f64 in and out when packing along lines. */
  private static final int STEPS_ALONG = 512;

  /** 32 KiB of f64 in when packing across 128 lines: each cache line of the matrix is read once. */
  private static final int STEPS_ACROSS = 32;

  private static final int LINES_ACROSS = MatrixShape.BLOCK_EDGE_MAX;
  private static final int STRETCH_ELEMENTS =
      Math.max(GROUP * STEPS_ALONG, LINES_ACROSS * STEPS_ACROSS);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final PanelSource source;
  private final Mover mover;

  PanelPacker(PanelSource source) {
    this.source = source;
    mover = source.elementBytes() == Long.BYTES ? new LongMover() : new IntMover();
  }

  static int paddedLines(int count) {
    return Math.ceilDiv(count, GROUP) * GROUP;
  }

  /**
   * Packs {@code count} lines from {@code firstLine} on into the start of {@code target}. Writes
   * all of {@link PanelSource#packedBytes}.
   */
  void pack(long firstLine, int count, byte[] target) {
    mover.into(target);
    if (source.along()) {
      for (int line = 0; line < count; line += GROUP) {
        packAlong(firstLine + line, Math.min(GROUP, count - line), line * source.steps());
      }
    } else {
      for (int line = 0; line < count; line += LINES_ACROSS) {
        packAcross(firstLine + line, Math.min(LINES_ACROSS, count - line), line * source.steps());
      }
    }
  }

  /** One group; {@code at} is its first element in the target. */
  private void packAlong(long firstLine, int count, int at) {
    int steps = source.steps();
    if (count < GROUP) mover.clear();
    for (int step = 0; step < steps; step += STEPS_ALONG) {
      int stretch = Math.min(STEPS_ALONG, steps - step);
      for (int lane = 0; lane < count; lane++) {
        mover.read(
            source.data(), source.byteOf(firstLine + lane, step), lane * STEPS_ALONG, stretch);
      }
      mover.interleave(stretch);
      mover.write(at + step * GROUP, stretch * GROUP);
    }
  }

  /** Up to {@link #LINES_ACROSS} lines; {@code at} is the first group's first element. */
  private void packAcross(long firstLine, int count, int at) {
    int steps = source.steps();
    if (count % GROUP != 0) mover.clear();
    for (int step = 0; step < steps; step += STEPS_ACROSS) {
      int stretch = Math.min(STEPS_ACROSS, steps - step);
      for (int i = 0; i < stretch; i++) {
        mover.read(source.data(), source.byteOf(firstLine, step + i), i * LINES_ACROSS, count);
      }
      for (int line = 0; line < count; line += GROUP) {
        mover.gather(line, stretch);
        mover.write(at + line * steps + step * GROUP, stretch * GROUP);
      }
    }
  }

  /** Moves elements of one size between the matrix, two small arrays and the target. */
  private sealed interface Mover {
    void into(byte[] target);

    /** Zeros what is not read: missing lines. */
    void clear();

    /** Copies {@code count} elements that lie side by side into the input array. */
    void read(MemorySegment data, long fromByte, int to, int count);

    /** Output of packing along: lanes are {@link #STEPS_ALONG} apart in the input array. */
    void interleave(int steps);

    /** Output of packing across: steps are {@link #LINES_ACROSS} apart in the input array. */
    void gather(int line, int steps);

    /** Copies the output array's first {@code count} elements to the target. */
    void write(int to, int count);
  }

  private static final class LongMover implements Mover {
    private final long[] input = new long[STRETCH_ELEMENTS];
    private final long[] output = new long[GROUP * STEPS_ALONG];
    private LongBuffer target = LongBuffer.allocate(0);

    @Override
    public void into(byte[] bytes) {
      target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    }

    @Override
    public void clear() {
      Arrays.fill(input, 0);
    }

    @Override
    public void read(MemorySegment data, long fromByte, int to, int count) {
      MemorySegment.copy(data, LONG, fromByte, input, to, count);
    }

    @Override
    public void interleave(int steps) {
      for (int step = 0; step < steps; step++) {
        output[GROUP * step] = input[step];
        output[GROUP * step + 1] = input[step + STEPS_ALONG];
        output[GROUP * step + 2] = input[step + 2 * STEPS_ALONG];
        output[GROUP * step + 3] = input[step + 3 * STEPS_ALONG];
      }
    }

    @Override
    public void gather(int line, int steps) {
      for (int step = 0; step < steps; step++) {
        int from = LINES_ACROSS * step + line;
        output[GROUP * step] = input[from];
        output[GROUP * step + 1] = input[from + 1];
        output[GROUP * step + 2] = input[from + 2];
        output[GROUP * step + 3] = input[from + 3];
      }
    }

    @Override
    public void write(int to, int count) {
      target.put(to, output, 0, count);
    }
  }

  private static final class IntMover implements Mover {
    private final int[] input = new int[STRETCH_ELEMENTS];
    private final int[] output = new int[GROUP * STEPS_ALONG];
    private IntBuffer target = IntBuffer.allocate(0);

    @Override
    public void into(byte[] bytes) {
      target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    @Override
    public void clear() {
      Arrays.fill(input, 0);
    }

    @Override
    public void read(MemorySegment data, long fromByte, int to, int count) {
      MemorySegment.copy(data, INT, fromByte, input, to, count);
    }

    @Override
    public void interleave(int steps) {
      for (int step = 0; step < steps; step++) {
        output[GROUP * step] = input[step];
        output[GROUP * step + 1] = input[step + STEPS_ALONG];
        output[GROUP * step + 2] = input[step + 2 * STEPS_ALONG];
        output[GROUP * step + 3] = input[step + 3 * STEPS_ALONG];
      }
    }

    @Override
    public void gather(int line, int steps) {
      for (int step = 0; step < steps; step++) {
        int from = LINES_ACROSS * step + line;
        output[GROUP * step] = input[from];
        output[GROUP * step + 1] = input[from + 1];
        output[GROUP * step + 2] = input[from + 2];
        output[GROUP * step + 3] = input[from + 3];
      }
    }

    @Override
    public void write(int to, int count) {
      target.put(to, output, 0, count);
    }
  }
}
