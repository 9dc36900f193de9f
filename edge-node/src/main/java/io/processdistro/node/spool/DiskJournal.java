package io.processdistro.node.spool;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.WireLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the spool's changes to its file, off the event loop, whatever came within {@value
 * #LINGER_MILLIS} ms at once. A report that is acknowledged within that time, which is the usual
 * case, is never written: so tiny tasks cost no disk, and what ended in the last {@value
 * #LINGER_MILLIS} ms before the agent dies, and did not reach the controller, is computed again.
 *
 * <p>While the disk takes nothing all of it stays in memory, and is tried again each second.
 */
final class DiskJournal implements SpoolJournal {
  static final long LINGER_MILLIS = 10;
  private static final long RETRY_MILLIS = 1_000;

  /** The file is written anew when it is longer than this and mostly of no use any more. */
  private static final long GARBAGE_BYTES_MIN = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(DiskJournal.class);

  /** What one write takes. */
  private record Batch(List<ReportSpool.Entry> kept, List<LeaseKey> forgotten) {
    List<SpoolRecord> records() {
      var records = new ArrayList<SpoolRecord>(kept.size() + 1);
      for (var entry : kept) records.add(entry.kept());
      for (int from = 0; from < forgotten.size(); from += WireLimits.BATCH_MAX) {
        int to = Math.min(forgotten.size(), from + WireLimits.BATCH_MAX);
        records.add(new SpoolRecord.Forgotten(forgotten.subList(from, to)));
      }
      return records;
    }
  }

  private final Vertx vertx;
  private final SpoolFile file;
  private final NodeId node;
  private final ReportSpool spool;
  private final Runnable writableChanged;

  private final Map<LeaseKey, ReportSpool.Entry> unwritten = new LinkedHashMap<>();
  private final Set<LeaseKey> unforgotten = new LinkedHashSet<>();

  /** What the file says of leases that wait, when all that is being written is written. */
  private final Set<LeaseKey> written = new HashSet<>();

  private long fileBytes;
  private boolean scheduled;
  private boolean writable = true;

  /**
   * @param spool what is written anew when the file has grown too long
   * @param writableChanged called when the disk begins to refuse, and when it takes again
   */
  DiskJournal(Vertx vertx, SpoolDirectory directory, ReportSpool spool, Runnable writableChanged) {
    this.vertx = vertx;
    this.file = directory.file();
    this.node = directory.node();
    this.spool = spool;
    this.writableChanged = writableChanged;
    this.fileBytes = file.lengthBytes();
    for (var entry : directory.restored()) written.add(entry.lease());
  }

  @Override
  public void kept(ReportSpool.Entry entry) {
    unwritten.put(entry.lease(), entry);
    schedule(LINGER_MILLIS);
  }

  @Override
  public void forgotten(LeaseKey lease) {
    unwritten.remove(lease);
    if (written.remove(lease)) {
      unforgotten.add(lease);
      schedule(LINGER_MILLIS);
    }
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  private void schedule(long millis) {
    if (scheduled) return;
    scheduled = true;
    vertx.setTimer(millis, ignored -> write());
  }

  private void write() {
    if (unwritten.isEmpty() && unforgotten.isEmpty()) {
      scheduled = false;
      return;
    }
    var batch = new Batch(List.copyOf(unwritten.values()), List.copyOf(unforgotten));
    written.addAll(unwritten.keySet());
    unwritten.clear();
    unforgotten.clear();
    boolean anew = fileBytes > GARBAGE_BYTES_MIN && fileBytes > 2 * spool.bytesInline();
    var everything = anew ? spool.entries() : List.<ReportSpool.Entry>of();
    onWorker(() -> write(batch, anew, everything))
        .onSuccess(
            bytes -> {
              fileBytes = bytes;
              setWritable(true, "");
              again(LINGER_MILLIS);
            })
        .onFailure(
            error -> {
              takeBack(batch);
              setWritable(false, error.toString());
              again(RETRY_MILLIS);
            });
  }

  private Future<Long> onWorker(Callable<Long> task) {
    return vertx.executeBlocking(task, true);
  }

  private long write(Batch batch, boolean anew, List<ReportSpool.Entry> everything)
      throws IOException {
    if (anew) {
      var records = new ArrayList<SpoolRecord>(everything.size() + 1);
      records.add(new SpoolRecord.Origin(node));
      for (var entry : everything) records.add(entry.kept());
      file.rewrite(records);
    } else {
      file.append(batch.records());
    }
    return file.lengthBytes();
  }

  private void again(long millis) {
    scheduled = false;
    if (!unwritten.isEmpty() || !unforgotten.isEmpty()) schedule(millis);
  }

  /** Nothing of it is on the disk; what was said of a lease since then counts more. */
  private void takeBack(Batch batch) {
    unforgotten.addAll(batch.forgotten());
    for (var entry : batch.kept()) {
      if (written.remove(entry.lease())) unwritten.putIfAbsent(entry.lease(), entry);
      else unforgotten.remove(entry.lease());
    }
  }

  private void setWritable(boolean now, String reason) {
    if (writable == now) return;
    writable = now;
    if (now) {
      LOG.info("spool=writable");
    } else {
      LOG.error(
          "spool=not-writable reason=\"{}\" action=\"no more work is taken; make room on the disk of"
              + " the state directory\"",
          reason);
    }
    writableChanged.run();
  }
}
