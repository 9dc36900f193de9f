package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.TreeMap;

/**
 * Writes accepted tasks, in batches through statements that are prepared once: the path that has to
 * keep up with the cluster, so plain JDBC. One thread.
 */
final class TaskRows implements AutoCloseable {
  private final PreparedStatement tasks;
  private final PreparedStatement blobs;
  private final PreparedStatement counts;
  private final Checksum checksum = new Checksum();
  private final TreeMap<Long, Long> newCounts = new TreeMap<>();
  private boolean anyBlob;

  TaskRows(Connection connection) throws SQLException {
    tasks = connection.prepareStatement("INSERT INTO accepted_task VALUES (?, ?, ?, ?, ?, ?, ?)");
    blobs = connection.prepareStatement("INSERT INTO accepted_blob VALUES (?, ?, ?, ?)");
    counts = connection.prepareStatement("INSERT OR REPLACE INTO accepted_count VALUES (?, ?, ?)");
  }

  /** Takes it into the batch. */
  void add(long position, AcceptedTask task) throws SQLException {
    tasks.setLong(1, position);
    tasks.setLong(2, task.range().from());
    tasks.setLong(3, task.range().to());
    tasks.setLong(4, task.slotNanos());
    tasks.setLong(5, task.kernelNanos());
    tasks.setLong(6, checksumOf(checksum, position, task));
    switch (task.output()) {
      case Output.Inline(byte[] bytes) -> tasks.setBytes(7, bytes);
      case Output.Blob(ContentHash hash, long lengthBytes) -> {
        tasks.setNull(7, Types.BLOB);
        addBlob(position, hash, lengthBytes);
      }
    }
    tasks.addBatch();
    newCounts.merge(Positions.jobNumber(position), Positions.order(position) + 1, Math::max);
  }

  private void addBlob(long position, ContentHash hash, long lengthBytes) throws SQLException {
    blobs.setLong(1, position);
    blobs.setBytes(2, hash.toBytes());
    blobs.setLong(3, lengthBytes);
    blobs.setLong(4, checksumOfBlob(checksum, position, hash, lengthBytes));
    blobs.addBatch();
    anyBlob = true;
  }

  /** Writes the batch; still inside the transaction of the caller. */
  void flush() throws SQLException {
    if (newCounts.isEmpty()) return;
    tasks.executeBatch();
    if (anyBlob) blobs.executeBatch();
    for (var count : newCounts.entrySet()) {
      counts.setLong(1, count.getKey());
      counts.setLong(2, count.getValue());
      counts.setLong(3, checksum.add(count.getKey()).add(count.getValue()).take());
      counts.addBatch();
    }
    counts.executeBatch();
    clear();
  }

  /** Forgets the batch. */
  void clear() throws SQLException {
    tasks.clearBatch();
    blobs.clearBatch();
    counts.clearBatch();
    newCounts.clear();
    anyBlob = false;
  }

  @Override
  public void close() throws SQLException {
    tasks.close();
    blobs.close();
    counts.close();
  }

  /** Columns of {@code accepted_task} as they stand, then hash and length of the blob. */
  static AcceptedTask read(ResultSet row) throws SQLException {
    return new AcceptedTask(
        new GrainRange(row.getLong(2), row.getLong(3)),
        outputOf(row),
        row.getLong(4),
        row.getLong(5));
  }

  private static Output outputOf(ResultSet row) throws SQLException {
    var hash = row.getBytes(8);
    if (hash != null) return new Output.Blob(ContentHash.fromDigest(hash), row.getLong(9));
    var bytes = row.getBytes(7);
    return new Output.Inline(bytes == null ? new byte[0] : bytes);
  }

  static long checksumOf(Checksum checksum, long position, AcceptedTask task) {
    checksum.add(position).add(task.range().from()).add(task.range().to());
    checksum.add(task.slotNanos()).add(task.kernelNanos());
    return switch (task.output()) {
      case Output.Inline(byte[] bytes) -> checksum.add(bytes).take();
      case Output.Blob(ContentHash hash, long lengthBytes) ->
          checksum.add(hash).add(lengthBytes).take();
    };
  }

  static long checksumOfBlob(Checksum checksum, long position, ContentHash hash, long lengthBytes) {
    return checksum.add(position).add(hash).add(lengthBytes).take();
  }
}
