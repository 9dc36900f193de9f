package io.processdistro.node.spool;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.WireLimits;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every report that the controller has not acknowledged, in the order of the tasks' ends. Reports
 * and small outputs are in memory, outputs over {@link WireLimits#OUTPUT_INLINE_BYTES_MAX} are
 * files. Bounded in number by the leases that the node holds, in bytes by whoever asks {@link
 * #bytes} before it lets more work begin. Not thread-safe.
 */
final class ReportSpool {
  /** Half a frame: leaves room for the envelope of up to {@link WireLimits#BATCH_MAX} reports. */
  private static final int BATCH_BYTES_MAX = WireLimits.FRAME_BYTES_MAX / 2;

  /** What a report needs besides its texts and output; measured 150 to 200 bytes. */
  private static final int ENVELOPE_BYTES = 256;

  private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

  /**
   * A report that waits for its acknowledgement.
   *
   * @param claim what the lease is about
   * @param outputFile of an output that is a blob
   */
  record Entry(TaskReport report, HeldLease.Claim claim, Optional<Path> outputFile) {
    LeaseKey lease() {
      return report.lease();
    }

    SpoolRecord.Kept kept() {
      return new SpoolRecord.Kept(
          report, claim, outputFile.map(file -> file.getFileName().toString()));
    }

    private long bytesInline() {
      return sizeBytesMax(report);
    }

    private long bytes() {
      return report.outcome() instanceof Outcome.Succeeded(Output.Blob blob)
          ? bytesInline() + blob.lengthBytes()
          : bytesInline();
    }
  }

  private final Map<LeaseKey, Entry> entries = new LinkedHashMap<>();
  private final ArrayDeque<LeaseKey> unsent = new ArrayDeque<>();
  private long bytes;
  private long bytesInline;

  /** Keeps a report; it goes out only after {@link #release}. One of the same lease is replaced. */
  void keep(Entry entry) {
    var former = entries.put(entry.lease(), entry);
    if (former != null) count(former, -1);
    count(entry, 1);
  }

  private void count(Entry entry, int times) {
    bytes += times * entry.bytes();
    bytesInline += times * entry.bytesInline();
  }

  /** All that waits, files included. */
  long bytes() {
    return bytes;
  }

  /** What waits in memory, and takes as much in the spool's file. */
  long bytesInline() {
    return bytesInline;
  }

  boolean contains(LeaseKey lease) {
    return entries.containsKey(lease);
  }

  /** Its output is where the controller can get it: it is sent with the next batch. */
  void release(LeaseKey lease) {
    if (entries.containsKey(lease)) unsent.add(lease);
  }

  /** Forgets what was sent or released, for a new connection; the entries themselves stay. */
  void startOver() {
    unsent.clear();
  }

  /** Everything unacknowledged, oldest first. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /** The next released reports that fit into one frame; at least one if there is one. */
  List<TaskReport> nextBatch() {
    var batch = new ArrayList<TaskReport>();
    long bytes = 0;
    while (!unsent.isEmpty() && batch.size() < WireLimits.BATCH_MAX) {
      var entry = entries.get(unsent.peek());
      if (entry == null) { // acknowledged meanwhile, through an earlier copy
        unsent.remove();
        continue;
      }
      bytes += sizeBytesMax(entry.report());
      if (!batch.isEmpty() && bytes > BATCH_BYTES_MAX) break;
      unsent.remove();
      batch.add(entry.report());
    }
    return batch;
  }

  /**
   * Forgets a report that the controller has; an unknown one is ignored.
   *
   * @return the file that is of no use any more
   */
  Optional<Path> acknowledge(LeaseKey lease) {
    var entry = entries.remove(lease);
    if (entry != null) count(entry, -1);
    return entry == null ? Optional.empty() : entry.outputFile();
  }

  int size() {
    return entries.size();
  }

  private static long sizeBytesMax(TaskReport report) {
    return ENVELOPE_BYTES
        + switch (report.outcome()) {
          case Outcome.Succeeded(Output.Inline inline) -> inline.lengthBytes();
          case Outcome.Succeeded(Output.Blob _) -> 0;
          case Outcome.Failed failed ->
              (long) UTF8_BYTES_PER_CHAR_MAX * (failed.message().length() + failed.log().length());
          case Outcome.Cancelled() -> 0;
        };
  }
}
