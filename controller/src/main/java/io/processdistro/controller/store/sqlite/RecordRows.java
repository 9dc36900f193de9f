package io.processdistro.controller.store.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.ModuleRecord;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tables {@code job} and {@code module}: one JSON text per record. One thread. */
final class RecordRows {
  private final Handle handle;
  private final RecordJson json;
  private final Checksum checksum = new Checksum();

  RecordRows(Handle handle, RecordJson json) {
    this.handle = handle;
    this.json = json;
  }

  void put(JobRecord job) {
    var record = json.write(job);
    handle.execute(
        "INSERT OR REPLACE INTO job VALUES (?, ?, ?)",
        job.number(),
        record,
        checksum.add(job.number()).add(record).take());
  }

  void delete(JobRecord job) {
    handle.execute("DELETE FROM job WHERE number = ?", job.number());
  }

  void put(ModuleRecord module) {
    var record = json.write(module);
    var hash = module.hash().toBytes();
    handle.execute(
        "INSERT OR REPLACE INTO module VALUES (?, ?, ?)",
        hash,
        record,
        checksum.add(hash).add(record).take());
  }

  void deleteModule(ContentHash module) {
    handle.execute("DELETE FROM module WHERE hash = ?", (Object) module.toBytes());
  }

  /** By number. */
  List<JobRecord> jobs() throws DamagedStoreException {
    var jobs = new ArrayList<JobRecord>();
    for (var row : rows("SELECT number, record, checksum FROM job ORDER BY number")) {
      long number = (Long) row.key();
      requireAsWritten(
          row, checksum.add(number).add(row.record()).take(), "the record of job " + number);
      jobs.add(parse(row, JobRecord.class));
    }
    return jobs;
  }

  /** By hash. */
  List<ModuleRecord> modules() throws DamagedStoreException {
    var modules = new ArrayList<ModuleRecord>();
    for (var row : rows("SELECT hash, record, checksum FROM module ORDER BY hash")) {
      requireAsWritten(
          row, checksum.add((byte[]) row.key()).add(row.record()).take(), "the record of a module");
      modules.add(parse(row, ModuleRecord.class));
    }
    return modules;
  }

  private record Row(Object key, String record, long checksum) {}

  private List<Row> rows(String query) {
    return handle
        .createQuery(query)
        .map((row, context) -> new Row(keyOf(row.getObject(1)), row.getString(2), row.getLong(3)))
        .list();
  }

  /** SQLite gives small integers as such. */
  private static Object keyOf(Object key) {
    return key instanceof Integer small ? Long.valueOf(small) : key;
  }

  private static void requireAsWritten(Row row, long checksum, String what)
      throws DamagedStoreException {
    if (row.checksum() != checksum) {
      throw new DamagedStoreException(what + " is not as it was written");
    }
  }

  private <T extends Record> T parse(Row row, Class<T> type) throws DamagedStoreException {
    try {
      return json.read(row.record(), type);
    } catch (JsonProcessingException e) {
      throw new DamagedStoreException(
          "a record cannot be understood: " + e.getOriginalMessage(), e);
    }
  }
}
