package io.processdistro.controller.store.sqlite;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What can be said of a database by its bytes, before SQLite touches it. All methods block. */
final class DatabaseFile {
  /** Marks a database as a controller's: "PDct". */
  static final int APPLICATION_ID = 0x50446374;

  private static final int HEADER_BYTES = 100;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APPLICATION_ID_AT = 68;

  private DatabaseFile() {}

  static Path writeAheadLogOf(Path database) {
    return database.resolveSibling(database.getFileName() + "-wal");
  }

  /**
   * @throws StateException if there is something else, or a part of it is missing
   */
  static void requireOurs(Path database) throws StateException {
    requireHeader(database);
    try {
      WriteAheadLog.requireUndamaged(writeAheadLogOf(database));
    } catch (IOException e) {
      throw new StateException("cannot read " + database + ": " + e.getMessage(), e);
    }
  }

  /** As {@link #requireOurs}, also while a store on it is open. */
  static void requireHeader(Path database) throws StateException {
    try {
      var header = ByteBuffer.allocate(HEADER_BYTES);
      try (var channel = FileChannel.open(database, StandardOpenOption.READ)) {
        while (header.hasRemaining() && channel.read(header) >= 0) {
          // Read on.
        }
      }
      var magic = new byte[MAGIC.length];
      header.flip();
      if (header.remaining() == HEADER_BYTES) header.get(0, magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new StateException(
            database + " is not a database, or its beginning is damaged: " + Remedies.RESTORE);
      }
      if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
        throw new StateException(
            database
                + " is a database of another program, or its beginning is damaged: "
                + Remedies.ANOTHER_DIRECTORY);
      }
    } catch (IOException e) {
      throw new StateException("cannot read " + database + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws StateException if there is no database but its write-ahead log: somebody took it away
   */
  static void requireNone(Path database) throws StateException {
    var log = writeAheadLogOf(database);
    if (!Files.exists(log)) return;
    throw new StateException(
        database
            + " is gone, but its write-ahead log "
            + log
            + " is there: put the database back, or "
            + Remedies.RESTORE);
  }
}
