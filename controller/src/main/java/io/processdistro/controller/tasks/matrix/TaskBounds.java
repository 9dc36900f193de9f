package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixShape;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * How many blocks a task of one job may have, and the limits around it. The kernel holds the task's
 * whole input, f64 copies of its f32 panels, and its whole output; its allocator takes up to a
 * quarter of the input, or half of a small one, in advance, where it gets that.
 *
 * @param blocksMax wherever in C the task lies
 */
record TaskBounds(long blocksMax, TaskLimits limits) {
  /** The longest inner dimension: two panels of the smallest blocks, 4 lines each, still fit. */
  static final int INNER_MAX = 1 << 21;

  /** The most panel bytes of one task. */
  static final long INPUT_BYTES_MAX = 128L << 20;

  private static final long MEMORY_BYTES_MAX = 256L << 20;

  /**
   * Tasks grow up to this; only a single block may take more. Longer tasks would not ship less per
   * block, and nodes hold one in every slot.
   */
  private static final long MEMORY_BYTES_WANTED = 96L << 20;

  /** Limits are multiples of this. */
  private static final long MEMORY_STEP_BYTES = 16L << 20;

  /** The kernel's stack, tiles and tables, measured 0.3 MiB. */
  private static final long KERNEL_BYTES = 1L << 20;

  private static final long OUTPUT_BYTES_MAX = 64L << 20;

  /** Two minutes: the scheduler aims at a second, and a slow board is ten times slower. */
  private static final long WALL_MILLIS_MAX = 120_000;

  /** What the kernel keeps of seeded panels of each side; as in matrix_mul_panels.c. */
  private static final long SEEDED_CACHE_BYTES = 64L << 20;

  /** A header's bytes without its list of columns, rounded up. */
  private static final int HEADER_BYTES_WITHOUT_LIST = 96;

  /** The largest power of two up to 128 with which one block's two panels fit into a task. */
  static int blockEdge(int inner, Element a, Element b) {
    for (int edge = MatrixShape.BLOCK_EDGE_MAX; edge >= MatrixShape.GROUP; edge /= 2) {
      var cost = new PanelCost((long) edge * inner, a, b);
      if (cost.inputBytes(1, 1) <= INPUT_BYTES_MAX
          && cost.memoryBytes(1, 1) + blockBytes(edge) <= MEMORY_BYTES_MAX - KERNEL_BYTES) {
        return edge;
      }
    }
    throw new IllegalArgumentException("inner must be at most " + INNER_MAX + ", was " + inner);
  }

  /** With factors made inside the tasks. */
  static TaskBounds seeded(MatrixShape shape) {
    long panel = 8L * shape.blockEdge() * shape.inner();
    long slots = Math.max(1, SEEDED_CACHE_BYTES / panel);
    long rows = Math.min(shape.blockRows(), MatrixShape.BAND_ROWS_MAX);
    long cached = Math.min(rows, slots) + Math.min(shape.blockColumns(), slots);
    return longest(
        shape, blocks -> cached * panel + blocks * blockBytes(shape.blockEdge()), any -> true);
  }

  /** With the panels of A and B, cut with {@link #blockEdge}. */
  static TaskBounds ofPanels(
      MatrixShape shape, Element a, Element b, Panels aBlobs, Panels bBlobs) {
    var cost = new PanelCost((long) shape.blockEdge() * shape.inner(), a, b);
    LongUnaryOperator rows = blocks -> rowPanels(shape, blocks);
    LongUnaryOperator columns = blocks -> columnPanels(shape, blocks);
    return longest(
        shape,
        blocks ->
            cost.memoryBytes(rows.applyAsLong(blocks), columns.applyAsLong(blocks))
                + blocks * blockBytes(shape.blockEdge()),
        blocks -> {
          long bPanels = columns.applyAsLong(blocks);
          long slices = slices(rows.applyAsLong(blocks), aBlobs) + slices(bPanels, bBlobs) + 1;
          return HEADER_BYTES_WITHOUT_LIST + bPanels * Integer.BYTES <= WireLimits.INLINE_BYTES_MAX
              && slices <= TaskInput.PARTS_MAX;
        });
  }

  /** The most panels of A that so many consecutive blocks need, wherever they lie. */
  private static long rowPanels(MatrixShape shape, long blocks) {
    if (blocks == 1) return 1;
    long bandBlocks = shape.blockRowsIn(0) * shape.blockColumns();
    long bands = Math.min(shape.bands(), (blocks - 2) / bandBlocks + 2);
    long inLastBand = shape.blockRowsIn(shape.bands() - 1);
    return (bands - 1) * MatrixShape.BAND_ROWS + inLastBand;
  }

  /** The most panels of B that so many consecutive blocks need, wherever they lie. */
  private static long columnPanels(MatrixShape shape, long blocks) {
    if (blocks == 1) return 1;
    return Math.min(shape.blockColumns(), (blocks - 2) / shape.blockRowsIn(0) + 2);
  }

  private static TaskBounds longest(
      MatrixShape shape, LongUnaryOperator memoryBytes, LongPredicate travels) {
    LongPredicate fits =
        blocks ->
            memoryBytes.applyAsLong(blocks) <= MEMORY_BYTES_WANTED
                && blocks * blockBytes(shape.blockEdge()) <= OUTPUT_BYTES_MAX
                && travels.test(blocks);
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
    long memory = memoryBytes.applyAsLong(fitting) + KERNEL_BYTES;
    long limit = Math.ceilDiv(memory, MEMORY_STEP_BYTES) * MEMORY_STEP_BYTES;
    return new TaskBounds(fitting, new TaskLimits(WALL_MILLIS_MAX, limit, OUTPUT_BYTES_MAX));
  }

  private static long blockBytes(int edge) {
    return 8L * edge * edge;
  }

  /** The most slices a run of panels can take, one per blob it touches. */
  private static long slices(long panels, Panels blobs) {
    return (panels + blobs.panelsPerBlob() - 2) / blobs.panelsPerBlob() + 1;
  }

  /**
   * What panels cost.
   *
   * @param elements of one panel
   */
  private record PanelCost(long elements, Element a, Element b) {
    long inputBytes(long aPanels, long bPanels) {
      return elements * (aPanels * a.bytes() + bPanels * b.bytes());
    }

    /** Without the output. */
    long memoryBytes(long aPanels, long bPanels) {
      long input = inputBytes(aPanels, bPanels);
      long held = elements * (aPanels * heldBytes(a) + bPanels * heldBytes(b));
      return Math.max(input + input / 4, held);
    }

    /** Per element: as it came, and widened when it is f32. */
    private static int heldBytes(Element element) {
      return switch (element) {
        case F64 -> 8;
        case F32 -> 4 + 8;
      };
    }
  }
}
