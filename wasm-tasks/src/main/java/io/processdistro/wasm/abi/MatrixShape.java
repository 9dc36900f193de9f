package io.processdistro.wasm.abi;

/**
 * How C (rows x columns) = A (rows x inner) * B (inner x columns) is cut into square blocks. The
 * blocks of the last row and column are clipped by C's edge.
 *
 * <p>Blocks are numbered in bands of {@link #BAND_ROWS} block rows, within a band column by column,
 * within a column from top to bottom. A run of blocks is then nearly square and needs few panels:
 * 32 blocks need some 4 of A and 8 of B, not 1 and 32. The last band takes the rows that are left
 * over.
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

  /** Block rows of a band; the last one has up to {@link #BAND_ROWS_MAX}, or what there is. */
  public static final int BAND_ROWS = 4;

  public static final int BAND_ROWS_MAX = 2 * BAND_ROWS - 1;

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

  /** How many bands the block rows make; at least 1. */
  public long bands() {
    return Math.max(1, blockRows() / BAND_ROWS);
  }

  /** The band that holds a block. */
  public long bandOf(long block) {
    return Math.min(bands() - 1, block / (BAND_ROWS * blockColumns()));
  }

  /** The band that holds a block row. */
  public long bandOfRow(long blockRow) {
    return Math.min(bands() - 1, blockRow / BAND_ROWS);
  }

  /** First block row of a band. */
  public long firstRowOf(long band) {
    return band * BAND_ROWS;
  }

  /** How many block rows a band has. */
  public int blockRowsIn(long band) {
    return band < bands() - 1 ? BAND_ROWS : (int) (blockRows() - firstRowOf(band));
  }

  /** The block row in which a block lies. */
  public long rowOf(long block) {
    long band = bandOf(block);
    return firstRowOf(band) + inBand(block, band) % blockRowsIn(band);
  }

  /** The block column in which a block lies. */
  public long columnOf(long block) {
    long band = bandOf(block);
    return inBand(block, band) / blockRowsIn(band);
  }

  /** The block at a place; the inverse of {@link #rowOf} and {@link #columnOf}. */
  public long blockAt(long blockRow, long blockColumn) {
    long band = bandOfRow(blockRow);
    return firstRowOf(band) * blockColumns()
        + blockColumn * blockRowsIn(band)
        + (blockRow - firstRowOf(band));
  }

  /** Length of the output for the blocks from {@code fromBlock} to before {@code toBlock}. */
  public long outputBytes(long fromBlock, long toBlock, Element element) {
    return (elementsBefore(toBlock) - elementsBefore(fromBlock)) * element.bytes();
  }

  private long inBand(long block, long band) {
    return block - firstRowOf(band) * blockColumns();
  }

  /** Elements of C in the blocks 0 to before {@code block}. */
  private long elementsBefore(long block) {
    if (block == blocks()) return rows * columns;
    long band = bandOf(block);
    long firstLine = firstRowOf(band) * blockEdge;
    long lines = Math.min((long) blockRowsIn(band) * blockEdge, rows - firstLine);
    long column = columnOf(block);
    long linesAbove = rowOf(block) * blockEdge - firstLine;
    return firstLine * columns + column * blockEdge * lines + linesAbove * columnsIn(column);
  }

  private long panelBytes(int lines, Element element) {
    return (long) Math.ceilDiv(lines, GROUP) * GROUP * inner * element.bytes();
  }
}
