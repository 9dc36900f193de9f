package io.processdistro.controller.store.sqlite;

import io.processdistro.common.state.StateException;
import io.processdistro.controller.store.DurableFiles;
import io.processdistro.controller.store.StoreHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database as a file: made, judged, migrated, connected to. All methods block. What cannot be
 * used is refused with path and remedy, and left as it is.
 */
final class Database {
  private static final int BUSY_MILLIS = 5_000;
  private static final String MIGRATIONS = "classpath:db/migration";

  /** The newest migration: without a newer one, opening needs not look for them. */
  static final MigrationVersion FORMAT = MigrationVersion.fromVersion("2");

  /** Tables that are read as a whole when the store is opened; the others when they are read. */
  private static final List<String> CHECKED_AT_OPEN =
      List.of("counter", "job", "module", "accepted_count", "accepted_blob");

  private final Path path;

  private Database(Path path) {
    this.path = path;
  }

  /**
   * Makes the database if there is none; else checks that it is a controller's, not newer than this
   * program and not visibly damaged, and brings it up to date. Costs as much as the jobs it holds,
   * not as the tasks.
   */
  static Database open(Path path) throws StateException {
    try {
      if (Files.exists(path)) {
        var database = new Database(path);
        database.checkAndMigrate();
        return database;
      }
      DatabaseFile.requireNone(path);
      return create(path);
    } catch (IOException e) {
      throw new StateException("cannot make " + path + ": " + e.getMessage(), e);
    } catch (SQLException | JdbiException | FlywayException e) {
      throw unusable(path, e);
    }
  }

  /** Under another name until it is whole: a database that is there has its tables. */
  private static Database create(Path path) throws IOException, SQLException {
    var unfinished = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(DatabaseFile.writeAheadLogOf(unfinished));
    var database = new Database(unfinished);
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + DatabaseFile.APPLICATION_ID);
    }
    database.migrate();
    database.emptyLog();
    DurableFiles.force(unfinished);
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.force(path.getParent());
    return new Database(path);
  }

  private void checkAndMigrate() throws StateException, SQLException {
    DatabaseFile.requireOurs(path);
    emptyLog();
    var stored = storedVersion();
    if (stored.isNewerThan(FORMAT)) {
      throw new StateException(
          path
              + " was written by a newer controller (format "
              + stored
              + ", this one knows "
              + FORMAT
              + "): start the newer version; nothing was changed");
    }
    requireSound();
    if (FORMAT.isNewerThan(stored)) migrate();
  }

  private MigrationVersion storedVersion() {
    return jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT version FROM flyway_schema_history WHERE success ORDER BY"
                            + " installed_rank DESC LIMIT 1")
                    .mapTo(String.class)
                    .map(MigrationVersion::fromVersion)
                    .one());
  }

  private void requireSound() throws StateException {
    var complaints =
        jdbi()
            .withHandle(
                handle ->
                    CHECKED_AT_OPEN.stream()
                        .map(table -> "PRAGMA quick_check('" + table + "')")
                        .map(check -> handle.createQuery(check).mapTo(String.class).first())
                        .filter(answer -> !answer.equals("ok"))
                        .toList());
    if (!complaints.isEmpty()) throw damaged(path, complaints.getFirst());
  }

  private void migrate() {
    Flyway.configure().dataSource(source()).locations(MIGRATIONS).load().migrate();
  }

  /**
   * Moves everything from the write-ahead log into the database, forces that to disk and empties
   * the log. After a failed force, pages of the log may be in the system's cache but not on disk;
   * writing them once more, into the database, makes them durable.
   */
  private void emptyLog() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  /** One that is open elsewhere and was checked there. */
  static Database at(Path path) {
    return new Database(path);
  }

  /** What is in it at one moment, whoever writes meanwhile. */
  void copyTo(Path copy) throws SQLException {
    try (var connection = connect();
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.execute();
    }
  }

  Path path() {
    return path;
  }

  /** A new connection; the caller closes it. */
  Connection connect() throws SQLException {
    return source().getConnection();
  }

  /** A new handle for reading only; the caller closes it. */
  Handle openForReading() {
    var handle = jdbi().open();
    handle.execute("PRAGMA query_only = ON");
    return handle;
  }

  private Jdbi jdbi() {
    return Jdbi.create(source());
  }

  private SQLiteDataSource source() {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + path);
    return source;
  }

  static StateException damaged(Path path, String what) {
    return new StateException(path + " is damaged (" + what + "): " + Remedies.RESTORE);
  }

  static StateException unusable(Path path, Exception e) {
    return switch (Trouble.of(path, sqlCause(e))) {
      case StoreHealth.Full full -> new StateException(full.reason(), e);
      case StoreHealth.ReadOnly readOnly -> new StateException(readOnly.reason(), e);
      case StoreHealth.Healthy healthy -> damaged(path, e.getMessage());
      case StoreHealth.Failing failing -> new StateException(failing.reason(), e);
      case StoreHealth.Broken broken -> damaged(path, sqlCause(e).getMessage());
    };
  }

  private static Throwable sqlCause(Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) return cause;
    }
    return e;
  }
}
