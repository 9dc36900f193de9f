package io.processdistro.wasm.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Header of a matrix_mul task: the blocks {@code [fromBlock, toBlock)} of C.
 *
 * @param output element type of C; sums are f64 and rounded once
 */
public record MatrixMulInput(
    MatrixShape shape, Factors factors, Element output, long fromBlock, long toBlock) {
  /** The most blocks of one task. */
  public static final int BLOCKS_MAX = 1 << 20;

  private static final int FIXED_BYTES = 80;
  private static final int ALIGNMENT = 16;

  /** Where the elements of A and B come from. */
  public sealed interface Factors {
    /** Made inside the task; see {@code wasm-tasks/README.md} for the formula. No parts. */
    record Seeded(long seed) implements Factors {}

    /**
     * The parts behind the header: the panels of A for {@code rowPanelCount} block rows from {@code
     * rowPanelFirst} on, then the panels of B for the listed block columns, in the order of the
     * list. They must cover the task's blocks.
     */
    record Panels(
        Element a, Element b, int rowPanelFirst, int rowPanelCount, List<Integer> columnPanels)
        implements Factors {
      public Panels {
        columnPanels = List.copyOf(columnPanels);
        if (rowPanelFirst < 0 || rowPanelCount < 1 || columnPanels.isEmpty()) {
          throw new IllegalArgumentException(
              ("panels need rowPanelFirst >= 0, at least one row and one column, was "
                      + "rowPanelFirst %d, rowPanelCount %d, %d columns")
                  .formatted(rowPanelFirst, rowPanelCount, columnPanels.size()));
        }
      }
    }
  }

  public MatrixMulInput {
    if (fromBlock < 0 || toBlock <= fromBlock || toBlock > shape.blocks()) {
      throw new IllegalArgumentException(
          "blocks must be a range within 0..%d, was %d..%d"
              .formatted(shape.blocks(), fromBlock, toBlock));
    }
    if (toBlock - fromBlock > BLOCKS_MAX) {
      throw new IllegalArgumentException(
          "a task has at most %d blocks, was %d".formatted(BLOCKS_MAX, toBlock - fromBlock));
    }
    if (factors instanceof Factors.Panels panels) {
      requireCover(shape, panels, fromBlock, toBlock);
    }
  }

  /** The header's bytes; the parts follow it directly. Its length is a multiple of 16. */
  public byte[] header() {
    return switch (factors) {
      case Factors.Seeded(long seed) -> encode(0, Element.F64, Element.F64, seed, 0, 0, List.of());
      case Factors.Panels panels ->
          encode(
              1,
              panels.a(),
              panels.b(),
              0,
              panels.rowPanelFirst(),
              panels.rowPanelCount(),
              panels.columnPanels());
    };
  }

  /** Length of the task's output. */
  public long outputBytes() {
    return shape.outputBytes(fromBlock, toBlock, output);
  }

  private byte[] encode(
      int source,
      Element a,
      Element b,
      long seed,
      int rowPanelFirst,
      int rowPanelCount,
      List<Integer> columnPanels) {
    int length =
        Math.ceilDiv(FIXED_BYTES + Integer.BYTES * columnPanels.size(), ALIGNMENT) * ALIGNMENT;
    var header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(source).putInt(a.code()).putInt(b.code()).putInt(output.code());
    header.putInt(shape.blockEdge()).putInt(shape.inner());
    header.putLong(shape.rows()).putLong(shape.columns());
    header.putLong(fromBlock).putLong(toBlock).putLong(seed);
    header.putInt(rowPanelFirst).putInt(rowPanelCount).putInt(columnPanels.size()).putInt(0);
    columnPanels.forEach(header::putInt);
    return header.array();
  }

  private static void requireCover(
      MatrixShape shape, Factors.Panels panels, long fromBlock, long toBlock) {
    long firstRow = shape.rowOf(fromBlock);
    long lastRow = shape.rowOf(toBlock - 1);
    long rowsEnd = (long) panels.rowPanelFirst() + panels.rowPanelCount();
    if (panels.rowPanelFirst() > Math.min(firstRow, lastRow)
        || rowsEnd <= Math.max(firstRow, lastRow)
        || rowsEnd > shape.blockRows()) {
      throw new IllegalArgumentException(
          "panels of A must cover at least the block rows %d and %d within 0..%d, was %d..%d"
              .formatted(firstRow, lastRow, shape.blockRows(), panels.rowPanelFirst(), rowsEnd));
    }
    for (int column : panels.columnPanels()) {
      if (column < 0 || column >= shape.blockColumns()) {
        throw new IllegalArgumentException(
            "panels of B must be within 0..%d, was %d".formatted(shape.blockColumns(), column));
      }
    }
  }
}
