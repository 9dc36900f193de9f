package io.processdistro.controller.store.sqlite;

import io.processdistro.controller.store.StoreHealth;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failed write says about the store. */
final class Trouble {
  private Trouble() {}

  static StoreHealth of(Path database, Throwable failure) {
    if (!(failure instanceof SQLException sql)) return fault(failure);
    return switch (codeOf(sql)) {
      case SQLITE_FULL ->
          new StoreHealth.Full(
              "no space is left for " + database + ": free some; the controller goes on by itself");
      case SQLITE_READONLY,
          SQLITE_READONLY_CANTLOCK,
          SQLITE_READONLY_DBMOVED,
          SQLITE_READONLY_DIRECTORY,
          SQLITE_PERM,
          SQLITE_CANTOPEN ->
          new StoreHealth.ReadOnly(
              database
                  + " cannot be written ("
                  + sql.getMessage()
                  + "): make its directory and file system writable; the controller goes on by"
                  + " itself");
      case SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC ->
          new StoreHealth.Broken(
              "the disk failed to keep what was written to " + database,
              "check the disk, then restart the controller; nothing acknowledged is lost");
      case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_NOTADB ->
          new StoreHealth.Broken(
              database + " is damaged (" + sql.getMessage() + ")", Remedies.RESTORE);
      case SQLITE_CONSTRAINT,
          SQLITE_CONSTRAINT_PRIMARYKEY,
          SQLITE_CONSTRAINT_ROWID,
          SQLITE_CONSTRAINT_UNIQUE,
          SQLITE_CONSTRAINT_NOTNULL,
          SQLITE_MISUSE,
          SQLITE_ERROR ->
          fault(sql);
      default ->
          new StoreHealth.Failing(
              database
                  + " cannot be written ("
                  + sql.getMessage()
                  + "); the controller tries again every second");
    };
  }

  private static StoreHealth fault(Throwable failure) {
    return new StoreHealth.Broken(
        "the store failed by a fault of its own (" + failure.getMessage() + ")",
        "restart the controller; nothing acknowledged is lost. Its log says more");
  }

  private static SQLiteErrorCode codeOf(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.getErrorCode(e.getErrorCode());
  }
}
