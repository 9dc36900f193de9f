package io.processdistro.controller.store.sqlite;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Looks through a whole database that nobody has open, without changing it: every page, not only
 * what a start reads. Costs as much as the file is long.
 */
public final class StoreInspection {
  /** More than a database may sensibly be copied for being looked at. */
  private static final long COPY_BYTES_MAX = 4L << 30;

  private StoreInspection() {}

  /**
   * What is wrong with it; empty if nothing is. Blocks.
   *
   * @param database a file that exists
   * @param scratch an empty folder; used if the write-ahead log still holds changes, because
   *     reading those writes
   */
  public static Optional<String> complaint(Path database, Path scratch) {
    try {
      DatabaseFile.requireOurs(database);
      var log = DatabaseFile.writeAheadLogOf(database);
      return Files.exists(log) && Files.size(log) > 0
          ? complaintAboutCopy(database, log, scratch)
          : quickCheck("file:" + database + "?immutable=1", true);
    } catch (StateException e) {
      return Optional.of(e.getMessage());
    } catch (SQLException | IOException e) {
      return Optional.of(database + " is damaged (" + e.getMessage() + ")");
    }
  }

  private static Optional<String> complaintAboutCopy(Path database, Path log, Path scratch)
      throws IOException, SQLException {
    if (Files.size(database) + Files.size(log) > COPY_BYTES_MAX) return Optional.empty();
    var copy = scratch.resolve(database.getFileName());
    Files.copy(database, copy);
    Files.copy(log, DatabaseFile.writeAheadLogOf(copy));
    return quickCheck(copy.toString(), false);
  }

  private static Optional<String> quickCheck(String name, boolean readOnly) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + name);
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var answer = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (!answer.next()) return Optional.of("the database does not answer");
      var said = answer.getString(1);
      return said.equals("ok") ? Optional.empty() : Optional.of("the database is damaged: " + said);
    }
  }
}
