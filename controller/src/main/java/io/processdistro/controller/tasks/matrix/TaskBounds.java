package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixShape;
import java.util.function.LongPredicate;

/**
 * How large blocks and tasks may be so that every task stays within its limits: the kernel holds
 * the task's whole input, f64 copies of its f32 panels, and its whole output.
 */
final class TaskBounds {
  /** Two minutes: the scheduler aims at a second, a slow board is ten times slower. */
  static final TaskLimits LIMITS = new TaskLimits(120_000, 256L << 20, 64L << 20);

  /** The most panel bytes of one task. */
  static final long INPUT_BYTES_MAX = 128L << 20;

  /** The kernel's stack, tiles and panel tables take far less than the 16 MiB left here. */
  private static final long DATA_BYTES_MAX = LIMITS.memoryBytesMax() - (16L << 20);

  /** What the kernel keeps of seeded panels of B; as in matrix_mul_panels.c. */
  private static final long SEEDED_CACHE_BYTES = 64L << 20;

  /** A header's bytes without its list of columns, rounded up. */
  private static final int HEADER_BYTES_WITHOUT_LIST = 96;

  /** The longest inner dimension: two panels of the smallest blocks, 4 lines each, still fit. */
  static final int INNER_MAX = 1 << 21;

  private TaskBounds() {}

  /** The largest power of two up to 128 with which one block's two panels fit into a task. */
  static int blockEdge(int inner, Element a, Element b) {
    for (int edge = MatrixShape.BLOCK_EDGE_MAX; edge >= MatrixShape.GROUP; edge /= 2) {
      long elements = (long) edge * inner;
      if (elements * (a.bytes() + b.bytes()) <= INPUT_BYTES_MAX
          && elements * (heldBytes(a) + heldBytes(b)) + blockBytes(edge) <= DATA_BYTES_MAX) {
        return edge;
      }
    }
    throw new IllegalArgumentException("inner must be at most " + INNER_MAX + ", was " + inner);
  }

  /** The most blocks whose task fits, wherever in C it lies, with seeded factors. */
  static long seededBlocksMax(MatrixShape shape) {
    long panel = 8L * shape.blockEdge() * shape.inner();
    long panels = panel + Math.max(SEEDED_CACHE_BYTES, panel);
    return longest(
        shape,
        blocks ->
            outputFits(shape, blocks)
                && panels + blocks * blockBytes(shape.blockEdge()) <= DATA_BYTES_MAX);
  }

  /** The most blocks whose task fits, wherever in C it lies, with the panels of A and B. */
  static long panelBlocksMax(
      MatrixShape shape, Element a, Element b, Panels aBlobs, Panels bBlobs) {
    long columns = shape.blockColumns();
    return longest(
        shape,
        blocks -> {
          long aPanels = Math.min(shape.blockRows(), (blocks + columns - 2) / columns + 1);
          long bPanels = Math.min(columns, blocks);
          long elements = (long) shape.blockEdge() * shape.inner();
          long input = elements * (aPanels * a.bytes() + bPanels * b.bytes());
          long held = elements * (aPanels * heldBytes(a) + bPanels * heldBytes(b));
          long parts = slices(aPanels, aBlobs) + slices(bPanels, bBlobs) + 1;
          return outputFits(shape, blocks)
              && input <= INPUT_BYTES_MAX
              && held + blocks * blockBytes(shape.blockEdge()) <= DATA_BYTES_MAX
              && HEADER_BYTES_WITHOUT_LIST + bPanels * Integer.BYTES <= WireLimits.INLINE_BYTES_MAX
              && parts <= TaskInput.PARTS_MAX;
        });
  }

  /** The longest length that fits; one block always does when {@link #blockEdge} chose the edge. */
  private static long longest(MatrixShape shape, LongPredicate fits) {
    long fitting = 1;
    long tooLong = Math.min(shape.blocks(), MatrixMulInput.BLOCKS_MAX) + 1;
    while (tooLong - fitting > 1) {
      long middle = (fitting + tooLong) >>> 1;
      if (fits.test(middle)) {
        fitting = middle;
      } else {
        tooLong = middle;
      }
    }
    return fitting;
  }

  private static boolean outputFits(MatrixShape shape, long blocks) {
    return blocks * blockBytes(shape.blockEdge()) <= LIMITS.outputBytesMax();
  }

  private static long blockBytes(int edge) {
    return 8L * edge * edge;
  }

  /** Per element of a panel: as it came, and widened when it is f32. */
  private static int heldBytes(Element element) {
    return switch (element) {
      case F64 -> 8;
      case F32 -> 4 + 8;
    };
  }

  /** The most slices a run of panels can take, one per blob it touches. */
  private static long slices(long panels, Panels blobs) {
    return (panels + blobs.panelsPerBlob() - 2) / blobs.panelsPerBlob() + 1;
  }
}
