package io.processdistro.controller.tasks.assembly;

import io.processdistro.common.values.GrainRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * Appends pieces to a result in the order of their ranges, whatever order they come in. A piece
 * that comes early waits in a spool file; memory holds only where it is. Not thread-safe.
 */
public final class OrderedPieces implements AutoCloseable {
  private final ResultFile result;
  private final Path spoolPath;
  private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
  private ResultFile spool;
  private long next;

  /** Where the piece of the grains up to {@code to} lies in the spool. */
  private record Waiting(long to, long position, long lengthBytes) {}

  /**
   * @param result appended to by nobody else until the last piece is there
   * @param spoolPath made when first needed, deleted by {@link #close}; must not exist
   */
  public OrderedPieces(ResultFile result, Path spoolPath) {
    this.result = result;
    this.spoolPath = spoolPath;
  }

  /** Takes what remains in {@code piece}. Ranges must not overlap; the caller has checked that. */
  public void put(GrainRange range, ByteBuffer piece) throws IOException {
    if (range.from() != next) {
      if (spool == null) spool = new ResultFile(spoolPath);
      waiting.put(range.from(), new Waiting(range.to(), spool.endBytes(), piece.remaining()));
      spool.append(piece);
      return;
    }
    result.append(piece);
    next = range.to();
    appendWaiting();
  }

  private void appendWaiting() throws IOException {
    for (var piece = waiting.remove(next); piece != null; piece = waiting.remove(next)) {
      spool.copyTo(result, piece.position(), piece.lengthBytes());
      next = piece.to();
    }
    if (spool != null && waiting.isEmpty()) spool.clear();
  }

  /** Deletes the spool. */
  @Override
  public void close() throws IOException {
    if (spool != null) spool.close();
  }
}
