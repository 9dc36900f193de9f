package io.processdistro.controller.store.sqlite;

import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The table {@code counter}: numbers that must outlive the process. One thread. */
final class Counters {
  static final String EPOCH = "epoch";
  static final String LAST_JOB = "last_job";

  /** How many rows the table {@code job} has. */
  static final String JOBS = "jobs";

  private final Handle handle;
  private final Checksum checksum = new Checksum();

  Counters(Handle handle) {
    this.handle = handle;
  }

  /** Zero if it was never set. */
  long get(String name) throws DamagedStoreException {
    var found =
        handle
            .select("SELECT value, checksum FROM counter WHERE name = ?", name)
            .map(
                (row, context) ->
                    row.getLong(2) == checksumOf(name, row.getLong(1))
                        ? OptionalLong.of(row.getLong(1))
                        : OptionalLong.empty())
            .findOne();
    if (found.isEmpty()) return 0;
    return found
        .get()
        .orElseThrow(() -> new DamagedStoreException("the counter " + name + " is not as written"));
  }

  void set(String name, long value) {
    handle.execute(
        "INSERT OR REPLACE INTO counter VALUES (?, ?, ?)", name, value, checksumOf(name, value));
  }

  private long checksumOf(String name, long value) {
    return checksum.add(name).add(value).take();
  }
}
