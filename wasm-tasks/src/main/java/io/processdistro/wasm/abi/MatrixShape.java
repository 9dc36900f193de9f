package io.processdistro.wasm.abi;

/**
 * How C (rows x columns) = A (rows x inner) * B (inner x columns) is cut into square blocks,
 * numbered row by row. The blocks of the last row and column are clipped by C's edge.
 *
 * @param rows 1 to 2^32 - 1
 * @param inner at least 1
 * @param columns 1 to 2^32 - 1
 * @param blockEdge a multiple of 4, from 4 to 128
 */
public record MatrixShape(long rows, int inner, long columns, int blockEdge) {
  /** Panels hold their rows or columns in groups of so many, the last group padded with zeros. */
  public static final int GROUP = 4;

  public static final int BLOCK_EDGE_MAX = 128;

  private static final long EXTENT_MAX = 0xffff_ffffL;

  public MatrixShape {
    if (rows < 1 || rows > EXTENT_MAX || columns < 1 || columns > EXTENT_MAX || inner < 1) {
      throw new IllegalArgumentException(
          "rows and columns must be 1 to 2^32 - 1 and inner at least 1, was %d x %d times %d x %d"
              .formatted(rows, inner, inner, columns));
    }
    if (blockEdge < GROUP || blockEdge > BLOCK_EDGE_MAX || blockEdge % GROUP != 0) {
      throw new IllegalArgumentException(
          "blockEdge must be a multiple of 4 from 4 to 128, was " + blockEdge);
    }
  }

  public long blockRows() {
    return Math.ceilDiv(rows, (long) blockEdge);
  }

  public long blockColumns() {
    return Math.ceilDiv(columns, (long) blockEdge);
  }

  public long blocks() {
    return blockRows() * blockColumns();
  }

  /** Rows of C in a block row: the block's edge, less in the last one. */
  public int rowsIn(long blockRow) {
    return (int) Math.min(blockEdge, rows - blockRow * blockEdge);
  }

  /** Columns of C in a block column: the block's edge, less in the last one. */
  public int columnsIn(long blockColumn) {
    return (int) Math.min(blockEdge, columns - blockColumn * blockEdge);
  }

  /** Length of the panel of A for a block row; always a multiple of 16. */
  public long rowPanelBytes(long blockRow, Element element) {
    return panelBytes(rowsIn(blockRow), element);
  }

  /** Length of the panel of B for a block column; always a multiple of 16. */
  public long columnPanelBytes(long blockColumn, Element element) {
    return panelBytes(columnsIn(blockColumn), element);
  }

  /** Length of the output for the blocks from {@code fromBlock} to before {@code toBlock}. */
  public long outputBytes(long fromBlock, long toBlock, Element element) {
    long elements = 0;
    for (long block = fromBlock; block < toBlock; block++) {
      elements += (long) rowsIn(block / blockColumns()) * columnsIn(block % blockColumns());
    }
    return elements * element.bytes();
  }

  private long panelBytes(int lines, Element element) {
    return (long) Math.ceilDiv(lines, GROUP) * GROUP * inner * element.bytes();
  }
}
