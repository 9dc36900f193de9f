package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.GrainRange;
import io.processdistro.wasm.abi.MatrixShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of C that a range of blocks covers: whole or partial block rows, from top to bottom.
 *
 * @param rowFrom first block row
 * @param rowTo end of the block rows, exclusive
 */
record BlockSpan(MatrixShape shape, GrainRange blocks, int rowFrom, int rowTo) {
  static BlockSpan of(MatrixShape shape, GrainRange blocks) {
    long columns = shape.blockColumns();
    return new BlockSpan(
        shape,
        blocks,
        Math.toIntExact(blocks.from() / columns),
        Math.toIntExact((blocks.to() - 1) / columns) + 1);
  }

  /** The blocks of one block row: columns from {@code from} to before {@code to}. */
  record RowRun(int row, int from, int to) {}

  List<RowRun> rowRuns() {
    long columns = shape.blockColumns();
    var runs = new ArrayList<RowRun>(rowTo - rowFrom);
    for (int row = rowFrom; row < rowTo; row++) {
      long first = row * columns;
      runs.add(
          new RowRun(
              row,
              (int) (Math.max(blocks.from(), first) - first),
              (int) (Math.min(blocks.to(), first + columns) - first)));
    }
    return runs;
  }

  /** The block columns that are needed, as ascending runs that do not touch: one or two. */
  List<ColumnRun> columnRuns() {
    int columns = Math.toIntExact(shape.blockColumns());
    var runs = rowRuns();
    var first = runs.getFirst();
    var last = runs.getLast();
    if (runs.size() == 1) return List.of(new ColumnRun(first.from(), first.to()));
    if (runs.size() > 2 || last.to() >= first.from()) return List.of(new ColumnRun(0, columns));
    return List.of(new ColumnRun(0, last.to()), new ColumnRun(first.from(), columns));
  }

  /** Block columns from {@code from} to before {@code to}. */
  record ColumnRun(int from, int to) {}
}
