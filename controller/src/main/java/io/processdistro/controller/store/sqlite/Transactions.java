package io.processdistro.controller.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Carries out changes, a group in one transaction. Only the writer's thread. */
final class Transactions implements AutoCloseable {
  /** Tasks of one finished job that are deleted along with a group, so that no group takes long. */
  private static final int DELETED_AT_ONCE = 512;

  private final Handle handle;
  private final Counters counters;
  private final RecordRows records;
  private final TaskRows tasks;
  private final PreparedStatement deleteTasks;
  private final PreparedStatement deleteBlobs;

  /** Begins and ends transactions: the driver's own way leaves none behind a failed commit. */
  private final Statement control;

  /**
   * @param handle over {@code connection}
   */
  Transactions(Connection connection, Handle handle, RecordJson json) throws SQLException {
    this.handle = handle;
    this.counters = new Counters(handle);
    this.records = new RecordRows(handle, json);
    this.tasks = new TaskRows(connection);
    this.deleteTasks = connection.prepareStatement(deleteFrom("accepted_task"));
    this.deleteBlobs = connection.prepareStatement(deleteFrom("accepted_blob"));
    this.control = connection.createStatement();
  }

  private static String deleteFrom(String table) {
    return "DELETE FROM "
        + table
        + " WHERE position IN (SELECT position FROM "
        + table
        + " WHERE position BETWEEN ? AND ? LIMIT "
        + DELETED_AT_ONCE
        + ")";
  }

  /** On disk when it returns; when it throws, nothing of it has happened. */
  void commit(List<Change> changes) throws SQLException {
    try {
      control.execute("BEGIN IMMEDIATE");
      if (changes.isEmpty()) touch();
      for (var change : changes) apply(change);
      tasks.flush();
      control.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw sqlCause(e);
    }
  }

  /**
   * Empties the write-ahead log as far as that works now. Call it after failed writes: what they
   * left in it could look like damage at the next start ({@link WriteAheadLog}).
   */
  void emptyLog() throws SQLException {
    control.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Deletes some of the tasks of a job that nobody needs any more; whether there were any. */
  boolean deleteTasks(long jobNumber) throws SQLException {
    try {
      control.execute("BEGIN IMMEDIATE");
      int deleted = deleteSome(deleteTasks, jobNumber) + deleteSome(deleteBlobs, jobNumber);
      if (deleted == 0) handle.execute("DELETE FROM accepted_count WHERE job = ?", jobNumber);
      control.execute("COMMIT");
      return deleted > 0;
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw sqlCause(e);
    }
  }

  private static int deleteSome(PreparedStatement statement, long jobNumber) throws SQLException {
    statement.setLong(1, Positions.of(jobNumber, 0));
    statement.setLong(2, Positions.of(jobNumber + 1, 0) - 1);
    return statement.executeUpdate();
  }

  private void apply(Change change) throws SQLException {
    switch (change) {
      case Change.AddJob(var job) -> {
        records.put(job);
        counters.set(Counters.LAST_JOB, job.number());
        countJobs(1);
      }
      case Change.ReopenJob(var job) -> records.put(job);
      case Change.EndJob(var job) -> records.put(job);
      case Change.AcceptTask(long position, var task) -> tasks.add(position, task);
      case Change.ForgetJobs(var jobs) -> {
        jobs.forEach(records::delete);
        countJobs(-jobs.size());
      }
      case Change.SaveModule(var module, var record) ->
          record.get().ifPresentOrElse(records::put, () -> records.deleteModule(module));
    }
  }

  private void countJobs(int more) throws SQLException {
    try {
      counters.set(Counters.JOBS, counters.get(Counters.JOBS) + more);
    } catch (DamagedStoreException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Writes something, to see whether writing works. */
  private void touch() {
    handle.execute("UPDATE counter SET value = value WHERE name = ?", Counters.EPOCH);
  }

  private void rollback(Exception cause) {
    try {
      tasks.clear();
      control.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has done it already, as after a full disk; the cause is what counts.
      cause.addSuppressed(e);
    }
  }

  /** Jdbi wraps what went wrong. */
  private static SQLException sqlCause(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) return sql;
    }
    throw new IllegalStateException(e);
  }

  @Override
  public void close() throws SQLException {
    tasks.close();
    deleteTasks.close();
    deleteBlobs.close();
    control.close();
  }
}
