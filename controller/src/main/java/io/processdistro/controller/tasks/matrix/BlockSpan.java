package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.GrainRange;
import io.processdistro.wasm.abi.MatrixShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of C that a range of blocks covers, and the panels it needs.
 *
 * @param rowFrom first block row
 * @param rowTo end of the block rows, exclusive; a range of more than one column takes whole bands
 */
record BlockSpan(MatrixShape shape, GrainRange blocks, int rowFrom, int rowTo) {
  static BlockSpan of(MatrixShape shape, GrainRange blocks) {
    long first = blocks.from();
    long last = blocks.to() - 1;
    boolean oneColumn =
        shape.bandOf(first) == shape.bandOf(last) && shape.columnOf(first) == shape.columnOf(last);
    long lastBand = shape.bandOf(last);
    long from = oneColumn ? shape.rowOf(first) : shape.firstRowOf(shape.bandOf(first));
    long to =
        oneColumn
            ? shape.rowOf(last) + 1
            : shape.firstRowOf(lastBand) + shape.blockRowsIn(lastBand);
    return new BlockSpan(shape, blocks, Math.toIntExact(from), Math.toIntExact(to));
  }

  /** The blocks of one block row: columns from {@code from} to before {@code to}. */
  record RowRun(int row, int from, int to) {}

  /** Every block of the range once, row by row. */
  List<RowRun> rowRuns() {
    var runs = new ArrayList<RowRun>(rowTo - rowFrom);
    for (int row = rowFrom; row < rowTo; row++) {
      // A row's blocks have ascending numbers: those before the range, in it, and behind it.
      int from = columnsBelow(row, blocks.from());
      int to = columnsBelow(row, blocks.to());
      if (from < to) runs.add(new RowRun(row, from, to));
    }
    return runs;
  }

  /** How many blocks of a block row have a number below {@code block}. */
  private int columnsBelow(int row, long block) {
    long behind = block - shape.blockAt(row, 0);
    long columns = Math.ceilDiv(behind, (long) shape.blockRowsIn(shape.bandOfRow(row)));
    return (int) Math.clamp(columns, 0, shape.blockColumns());
  }

  /** The block columns that are needed, as ascending runs that do not touch: one or two. */
  List<ColumnRun> columnRuns() {
    int columns = Math.toIntExact(shape.blockColumns());
    long firstBand = shape.bandOf(blocks.from());
    long lastBand = shape.bandOf(blocks.to() - 1);
    int from = (int) shape.columnOf(blocks.from());
    int to = (int) shape.columnOf(blocks.to() - 1) + 1;
    if (firstBand == lastBand) return List.of(new ColumnRun(from, to));
    if (lastBand > firstBand + 1 || to >= from) return List.of(new ColumnRun(0, columns));
    return List.of(new ColumnRun(0, to), new ColumnRun(from, columns));
  }

  /** Block columns from {@code from} to before {@code to}. */
  record ColumnRun(int from, int to) {}
}
