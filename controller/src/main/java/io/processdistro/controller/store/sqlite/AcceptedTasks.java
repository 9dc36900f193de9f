package io.processdistro.controller.store.sqlite;

import io.processdistro.controller.store.AcceptedTask;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Reads the accepted tasks of a job from the database. Any worker; blocks. */
final class AcceptedTasks {
  private static final String QUERY =
      """
      SELECT t.position, t.from_grain, t.to_grain, t.slot_nanos, t.kernel_nanos, t.checksum,
             t.output, b.hash, b.length_bytes
      FROM accepted_task t LEFT JOIN accepted_blob b ON b.position = t.position
      WHERE t.position BETWEEN ? AND ?
      ORDER BY t.position
      """;

  private final Database database;

  AcceptedTasks(Database database) {
    this.database = database;
  }

  /**
   * In the order of acceptance. Every one is compared with its checksum, and their number with what
   * was counted.
   */
  void read(long jobNumber, Consumer<AcceptedTask> each) throws IOException {
    try (var connection = database.connect();
        var control = connection.createStatement()) {
      // One view of both tables, whatever is accepted meanwhile.
      control.execute("BEGIN");
      long expected = count(connection, jobNumber);
      long found = readAll(connection, jobNumber, each);
      control.execute("COMMIT");
      if (found != expected) {
        throw damaged("it has " + found + " of " + expected + " tasks of job " + jobNumber);
      }
    } catch (SQLException e) {
      throw new IOException("cannot read " + database.path() + ": " + e.getMessage(), e);
    }
  }

  private static long count(Connection connection, long jobNumber) throws SQLException {
    try (var query =
        connection.prepareStatement("SELECT tasks FROM accepted_count WHERE job = ?")) {
      query.setLong(1, jobNumber);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private long readAll(Connection connection, long jobNumber, Consumer<AcceptedTask> each)
      throws SQLException, IOException {
    try (var query = connection.prepareStatement(QUERY)) {
      query.setLong(1, Positions.of(jobNumber, 0));
      query.setLong(2, Positions.of(jobNumber + 1, 0) - 1);
      try (var row = query.executeQuery()) {
        var checksum = new Checksum();
        long order = 0;
        for (; row.next(); order++) each.accept(checked(row, jobNumber, order, checksum));
        return order;
      }
    }
  }

  private AcceptedTask checked(ResultSet row, long jobNumber, long order, Checksum checksum)
      throws SQLException, IOException {
    long position = row.getLong(1);
    if (position == Positions.of(jobNumber, order)) {
      try {
        var task = TaskRows.read(row);
        if (TaskRows.checksumOf(checksum, position, task) == row.getLong(6)) return task;
      } catch (IllegalArgumentException e) {
        // Values that no task has: told below.
      }
    }
    throw damaged("task " + order + " of job " + jobNumber + " is not as it was written");
  }

  private DamagedStoreException damaged(String what) {
    return new DamagedStoreException(Database.damaged(database.path(), what).getMessage());
  }
}
