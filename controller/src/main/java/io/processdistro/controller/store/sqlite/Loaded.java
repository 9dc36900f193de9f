package io.processdistro.controller.store.sqlite;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.ModuleRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What is in memory while the store is open.
 *
 * @param jobs by number
 * @param acceptedCounts how many tasks are stored, by number of their job
 * @param acceptedBlobs outputs in blobs, by number of their job
 */
record Loaded(
    List<JobRecord> jobs,
    List<ModuleRecord> modules,
    long lastJob,
    Map<Long, Long> acceptedCounts,
    Map<Long, List<ContentHash>> acceptedBlobs) {

  static Loaded from(Handle handle, RecordJson json) throws DamagedStoreException {
    var rows = new RecordRows(handle, json);
    var counters = new Counters(handle);
    var jobs = rows.jobs();
    long count = counters.get(Counters.JOBS);
    if (jobs.size() != count) {
      throw new DamagedStoreException("it has " + jobs.size() + " of " + count + " jobs");
    }
    return new Loaded(
        jobs, rows.modules(), counters.get(Counters.LAST_JOB), counts(handle), blobs(handle));
  }

  private record Counted(long job, long tasks, long checksum) {}

  private static Map<Long, Long> counts(Handle handle) throws DamagedStoreException {
    var checksum = new Checksum();
    var counts = new TreeMap<Long, Long>();
    var rows =
        handle
            .createQuery("SELECT job, tasks, checksum FROM accepted_count")
            .map((row, context) -> new Counted(row.getLong(1), row.getLong(2), row.getLong(3)))
            .list();
    for (var row : rows) {
      if (checksum.add(row.job()).add(row.tasks()).take() != row.checksum()) {
        throw new DamagedStoreException(
            "the count of job " + row.job() + "'s tasks is not as it was written");
      }
      counts.put(row.job(), row.tasks());
    }
    return counts;
  }

  private record Kept(long position, ContentHash hash, long lengthBytes, long checksum) {}

  private static Map<Long, List<ContentHash>> blobs(Handle handle) throws DamagedStoreException {
    var checksum = new Checksum();
    var blobs = new TreeMap<Long, List<ContentHash>>();
    var rows =
        handle
            .createQuery("SELECT position, hash, length_bytes, checksum FROM accepted_blob")
            .map(
                (row, context) ->
                    new Kept(
                        row.getLong(1),
                        ContentHash.fromDigest(row.getBytes(2)),
                        row.getLong(3),
                        row.getLong(4)))
            .list();
    for (var row : rows) {
      long expected =
          TaskRows.checksumOfBlob(checksum, row.position(), row.hash(), row.lengthBytes());
      if (expected != row.checksum()) {
        throw new DamagedStoreException("the name of an output is not as it was written");
      }
      blobs
          .computeIfAbsent(Positions.jobNumber(row.position()), ignored -> new ArrayList<>())
          .add(row.hash());
    }
    return blobs;
  }
}
