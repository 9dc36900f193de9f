package io.processdistro.controller.store.sqlite;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.CommitListener;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ModuleStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened database. {@link #open}, {@link #close} block. */
public final class SqliteStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

  private final Database database;
  private final RecordJson json;
  private final Connection connection;
  private final Handle handle;
  private final Loaded loaded;
  private final long epoch;
  private StoreWriter writer;

  private SqliteStore(
      Database database,
      RecordJson json,
      Connection connection,
      Handle handle,
      Loaded loaded,
      long epoch) {
    this.database = database;
    this.json = json;
    this.connection = connection;
    this.handle = handle;
    this.loaded = loaded;
    this.epoch = epoch;
  }

  /** What others use of an opened store. */
  public record Stores(JobStore jobs, ModuleStore modules) {}

  /**
   * Opens or makes the database, reads the jobs, and begins a new epoch.
   *
   * @param file nobody else writes it: the caller holds the lock of its directory
   * @param resultDirectory where the results of its jobs stand
   * @throws StateException if the database is not a controller's, newer than this program, damaged
   *     or cannot be written; says what to do. Nothing of it was changed then
   */
  public static SqliteStore open(Path file, Path resultDirectory) throws StateException {
    try {
      NativeLibrary.unpackIn(file.resolveSibling("native"));
    } catch (IOException e) {
      throw new StateException("cannot write beside " + file + ": " + e.getMessage(), e);
    }
    var database = Database.open(file);
    var json = new RecordJson(resultDirectory);
    Connection connection = null;
    try {
      connection = database.connect();
      var handle = Jdbi.open(connection);
      var loaded = Loaded.from(handle, json);
      long epoch = nextEpoch(new Counters(handle));
      return new SqliteStore(database, json, connection, handle, loaded, epoch);
    } catch (DamagedStoreException e) {
      closeQuietly(connection);
      throw Database.damaged(file, e.getMessage());
    } catch (SQLException | JdbiException e) {
      closeQuietly(connection);
      throw Database.unusable(file, e);
    }
  }

  private static long nextEpoch(Counters counters) throws DamagedStoreException {
    long epoch = counters.get(Counters.EPOCH) + 1;
    counters.set(Counters.EPOCH, epoch);
    return epoch;
  }

  /**
   * What a copy of a database names beside itself.
   *
   * @param blobs inputs and modules of jobs that are not completed, and outputs of their tasks
   * @param results names of files
   */
  public record Named(Set<ContentHash> blobs, Set<String> results) {}

  /**
   * Copies a database as it is at one moment, also while a store on it is open, and reads all of
   * the copy to see that it is sound. Blocks.
   *
   * @param copy must not exist
   */
  public static Named snapshot(Path file, Path copy) throws StateException {
    try {
      DatabaseFile.requireHeader(file);
      Database.at(file).copyTo(copy);
      return checked(copy);
    } catch (DamagedStoreException e) {
      throw Database.damaged(file, e.getMessage());
    } catch (IOException e) {
      throw new StateException(e.getMessage(), e);
    } catch (SQLException | JdbiException e) {
      throw Database.unusable(file, e);
    }
  }

  private static Named checked(Path copy) throws StateException, IOException {
    var database = Database.open(copy);
    var blobs = new TreeSet<ContentHash>();
    var results = new TreeSet<String>();
    try (var handle = database.openForReading()) {
      var loaded = Loaded.from(handle, new RecordJson(Path.of("results")));
      loaded.acceptedBlobs().values().forEach(blobs::addAll);
      loaded.modules().forEach(module -> blobs.add(module.hash()));
      for (var job : loaded.jobs()) {
        job.end()
            .flatMap(JobEnd::result)
            .ifPresent(result -> results.add(result.path().getFileName().toString()));
        if (JobIndex.isCompleted(job)) continue;
        blobs.addAll(JobBlobs.inputsOf(job));
        new AcceptedTasks(database).read(job.number(), task -> {});
      }
    }
    return new Named(blobs, results);
  }

  /** Checks a database and leaves a gap in its epochs. Blocks. */
  public static void skipEpochs(Path file, long count) throws StateException {
    var database = Database.open(file);
    try (var connection = database.connect();
        var handle = Jdbi.open(connection)) {
      var counters = new Counters(handle);
      counters.set(Counters.EPOCH, counters.get(Counters.EPOCH) + count);
    } catch (DamagedStoreException e) {
      throw Database.damaged(file, e.getMessage());
    } catch (SQLException | JdbiException e) {
      throw Database.unusable(file, e);
    }
  }

  /** One more than at the last start; leases of former starts are never mistaken for new ones. */
  public long epoch() {
    return epoch;
  }

  /**
   * Begins to write; call it once.
   *
   * @param blobs what the jobs need of them is pinned from now on
   * @param eventLoop runs what follows a write, in order
   */
  public Stores serve(BlobStore blobs, Executor eventLoop, CommitListener commits) {
    try {
      writer =
          new StoreWriter(
              database.path(), new Transactions(connection, handle, json), eventLoop, commits);
    } catch (SQLException e) {
      throw new IllegalStateException("the tables of " + database.path() + " do not fit", e);
    }
    var jobs = new SqliteJobStore(writer, new AcceptedTasks(database), blobs, loaded);
    var modules = new SqliteModuleStore(writer, loaded);
    writer.start();
    return new Stores(jobs, modules);
  }

  /** Writes what waits; twice is harmless. */
  @Override
  public void close() {
    if (writer != null) writer.close();
    closeQuietly(connection);
  }

  private static void closeQuietly(Connection connection) {
    if (connection == null) return;
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("store=not-closed reason=\"{}\"", e.getMessage());
    }
  }
}
