package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.assembly.GrainCoverage;
import io.processdistro.controller.tasks.assembly.OutputBytes;
import io.processdistro.controller.tasks.assembly.ResultFile;
import io.processdistro.controller.tasks.npy.NpyElement;
import io.processdistro.controller.tasks.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes blocks to their places in C.npy. The blocks of an output that lie side by side are joined
 * to long lines in memory first, and whole block rows to one piece, so that a task costs few
 * writes.
 */
final class MatrixAssembly implements ResultAssembly {
  /** The longest piece that is joined in memory; several lines of C, or a part of one. */
  private static final int PIECE_BYTES_MAX = 4 << 20;

  private final MatrixPlan plan;
  private final ResultFile result;
  private final GrainCoverage coverage;
  private final int elementBytes;
  private final long dataOffset;
  private ByteBuffer piece = ByteBuffer.allocateDirect(0);

  private MatrixAssembly(MatrixPlan plan, ResultFile result, long dataOffset) {
    this.plan = plan;
    this.result = result;
    this.dataOffset = dataOffset;
    coverage = new GrainCoverage(plan.grains());
    elementBytes = plan.element().bytes();
  }

  static MatrixAssembly begin(MatrixPlan plan, Path target) throws IOException {
    var header = header(plan);
    var result = ResultFile.beginningWith(target, ByteBuffer.wrap(header.encode()));
    return new MatrixAssembly(plan, result, header.dataOffsetBytes());
  }

  static NpyHeader header(MatrixPlan plan) {
    var element =
        switch (plan.element()) {
          case F64 -> NpyElement.FLOAT64;
          case F32 -> NpyElement.FLOAT32;
        };
    return NpyHeader.ofMatrix(element, plan.shape().rows(), plan.shape().columns());
  }

  @Override
  public void accept(GrainRange range, TaskOutput output)
      throws InvalidOutputException, IOException {
    var complaint = plan.complaintAbout(range, output.lengthBytes());
    if (complaint.isPresent()) throw new InvalidOutputException(complaint.get());
    coverage.requireMissing(range);
    try (var bytes = new OutputBytes(output)) {
      if (plan.shape().blockColumns() == 1) {
        writeWhole(range, bytes.segment());
      } else {
        writeRuns(range, bytes.segment());
      }
    }
    coverage.add(range);
  }

  /** Blocks as wide as C: the output is a stretch of C.npy as it is. */
  private void writeWhole(GrainRange range, MemorySegment output) throws IOException {
    long firstRow = range.from() * plan.shape().blockEdge();
    result.writeAt(
        dataOffset + firstRow * plan.shape().columns() * elementBytes, output.asByteBuffer());
  }

  private void writeRuns(GrainRange range, MemorySegment output) throws IOException {
    for (var run : BlockSpan.of(plan.shape(), range).rowRuns()) {
      writeRun(run, range.from(), output);
    }
  }

  /** Writes the blocks of one block row. */
  private void writeRun(BlockSpan.RowRun run, long firstBlock, MemorySegment output)
      throws IOException {
    var shape = plan.shape();
    long firstColumn = (long) run.from() * shape.blockEdge();
    long endColumn = Math.min(shape.columns(), (long) run.to() * shape.blockEdge());
    int lines = shape.rowsIn(run.row());
    // A partial line is written alone, since its neighbour in C.npy belongs to another task.
    boolean wholeLines = endColumn - firstColumn == shape.columns();
    long lineBytes = (endColumn - firstColumn) * elementBytes;
    int linesPerPiece = wholeLines ? Math.clamp(PIECE_BYTES_MAX / lineBytes, 1, lines) : 1;
    var blocks = blocksOf(run, firstBlock, output);
    for (int line = 0; line < lines; line += linesPerPiece) {
      writeLines(run, blocks, line, Math.min(linesPerPiece, lines - line));
    }
  }

  /** Where in the output each block of the run lies. */
  private MemorySegment[] blocksOf(BlockSpan.RowRun run, long firstBlock, MemorySegment output) {
    var shape = plan.shape();
    var blocks = new MemorySegment[run.to() - run.from()];
    for (int column = run.from(); column < run.to(); column++) {
      long block = shape.blockAt(run.row(), column);
      long offset = shape.outputBytes(firstBlock, block, plan.element());
      long bytes = shape.outputBytes(block, block + 1, plan.element());
      blocks[column - run.from()] = output.asSlice(offset, bytes);
    }
    return blocks;
  }

  /** Joins {@code count} lines, and writes them whenever a piece is full. */
  private void writeLines(BlockSpan.RowRun run, MemorySegment[] blocks, int firstLine, int count)
      throws IOException {
    var shape = plan.shape();
    long firstRow = (long) run.row() * shape.blockEdge() + firstLine;
    long position =
        dataOffset
            + (firstRow * shape.columns() + (long) run.from() * shape.blockEdge()) * elementBytes;
    var joined = emptyPiece();
    for (int line = firstLine; line < firstLine + count; line++) {
      for (int column = run.from(); column < run.to(); column++) {
        int bytes = shape.columnsIn(column) * elementBytes;
        if (joined.remaining() < bytes) position = flush(joined, position);
        var block = blocks[column - run.from()];
        joined.put(block.asSlice((long) line * bytes, bytes).asByteBuffer());
      }
    }
    flush(joined, position);
  }

  private long flush(ByteBuffer joined, long position) throws IOException {
    joined.flip();
    long end = position + joined.remaining();
    result.writeAt(position, joined);
    joined.clear();
    return end;
  }

  private ByteBuffer emptyPiece() {
    if (piece.capacity() == 0) piece = ByteBuffer.allocateDirect(PIECE_BYTES_MAX);
    return piece.clear();
  }

  @Override
  public void finish() throws IOException {
    coverage.requireComplete();
    result.complete();
  }

  @Override
  public void close() throws IOException {
    result.close();
  }
}
