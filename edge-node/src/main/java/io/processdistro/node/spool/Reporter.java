package io.processdistro.node.spool;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.node.link.MessageSender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Sends reports and keeps each until it is acknowledged; after a reconnect all of them go out
 * again, large outputs checked for first. On an idle link a report leaves within the same turn of
 * the event loop; what ends in one turn, or while the link is slow, shares a frame.
 *
 * <p>Call on the agent's event loop only.
 */
public final class Reporter {
  /** Work is taken again when so much of the room is free: not with each acknowledgement. */
  private static final double REOPEN_SHARE = 0.9;

  /** Told when the spool begins or ceases to have room for the results of more work. */
  @FunctionalInterface
  public interface RoomListener {
    void roomChanged(boolean hasRoom);
  }

  private final ReportSpool spool = new ReportSpool();
  private final Set<LeaseKey> uploading = new HashSet<>();
  private final MessageSender link;
  private final OutputUpload uploads;
  private final Consumer<Path> deleteFile;
  private final Executor laterInThisTurn;
  private final long bytesMax;
  private final RoomListener room;
  private SpoolJournal journal = SpoolJournal.NONE;
  private boolean hasRoom = true;
  private boolean flushScheduled;
  private Promise<Void> emptied = Promise.promise();

  /**
   * @param deleteFile removes an output file that is of no use any more, off the event loop
   * @param laterInThisTurn runs a task on the event loop after what is queued there now
   * @param bytesMax what may wait before no more work is taken, files included
   * @param room told of changes
   */
  public Reporter(
      MessageSender link,
      OutputUpload uploads,
      Consumer<Path> deleteFile,
      Executor laterInThisTurn,
      long bytesMax,
      RoomListener room) {
    this.link = link;
    this.uploads = uploads;
    this.deleteFile = deleteFile;
    this.laterInThisTurn = laterInThisTurn;
    this.bytesMax = bytesMax;
    this.room = room;
    emptied.complete();
  }

  /**
   * Goes on with what former lives of the agent left, and has whatever waits written to the same
   * disk. Call once, before anything else.
   */
  public void keepOn(Vertx vertx, SpoolDirectory directory) {
    for (var entry : directory.restored()) {
      if (spool.size() == 0) emptied = Promise.promise();
      spool.keep(entry);
    }
    journal = new DiskJournal(vertx, directory, spool, this::checkRoom);
    checkRoom();
  }

  /**
   * Takes over a report.
   *
   * @param claim what its lease is about
   * @param outputFile where an output that is a blob lies; the reporter deletes it in the end
   */
  public void report(TaskReport report, HeldLease.Claim claim, Optional<Path> outputFile) {
    if (spool.size() == 0) emptied = Promise.promise();
    var entry = new ReportSpool.Entry(report, claim, outputFile);
    keep(entry);
    publish(entry);
  }

  private void keep(ReportSpool.Entry entry) {
    spool.keep(entry);
    journal.kept(entry);
    checkRoom();
  }

  /** Whether the results of more work can be kept. Nothing is refused all the same. */
  public boolean hasRoom() {
    return hasRoom;
  }

  /** What waits for its acknowledgement, files included. */
  public long bytes() {
    return spool.bytes();
  }

  private void checkRoom() {
    long reopenBytes = (long) (bytesMax * REOPEN_SHARE);
    boolean now = journal.isWritable() && spool.bytes() < (hasRoom ? bytesMax : reopenBytes);
    if (now == hasRoom) return;
    hasRoom = now;
    laterInThisTurn.execute(() -> room.roomChanged(hasRoom));
  }

  /** The controller has taken the node in on a new connection: everything goes out again. */
  public void reconnected() {
    spool.startOver();
    spool.entries().forEach(this::publish);
  }

  /** The link can carry more. */
  public void flush() {
    flushScheduled = false;
    while (spool.hasUnsent() && link.isConnected() && !link.isSlow()) {
      var batch = spool.nextBatch();
      if (!batch.isEmpty()) link.send(new NodeMessage.Report(batch));
    }
  }

  /** The controller has these; unknown ones are ignored. */
  public void acknowledged(Collection<LeaseKey> leases) {
    for (var lease : leases) {
      if (!spool.contains(lease)) continue;
      spool.acknowledge(lease).ifPresent(deleteFile);
      journal.forgotten(lease);
    }
    checkRoom();
    if (spool.size() == 0) emptied.tryComplete();
  }

  /** Whether the lease has ended here and its report is not acknowledged. */
  public boolean holds(LeaseKey lease) {
    return spool.contains(lease);
  }

  /** The leases whose reports are not acknowledged, oldest first. */
  public List<HeldLease> unacknowledged() {
    return spool.entries().stream()
        .map(
            entry ->
                new HeldLease(entry.lease(), HeldLease.State.REPORTED, Optional.of(entry.claim())))
        .toList();
  }

  /** How many reports are not acknowledged. */
  public int size() {
    return spool.size();
  }

  /** Ends when nothing waits for an acknowledgement. */
  public Future<Void> whenEmpty() {
    return emptied.future();
  }

  private void publish(ReportSpool.Entry entry) {
    if (entry.report().outcome() instanceof Outcome.Succeeded(Output.Blob output)
        && entry.outputFile().isPresent()) {
      upload(entry, output, entry.outputFile().get());
    } else {
      release(entry.lease());
    }
  }

  /** Without a connection nothing is tried: {@link #reconnected} comes back to it. */
  private void upload(ReportSpool.Entry entry, Output.Blob output, Path file) {
    var lease = entry.lease();
    if (!link.isConnected() || !uploading.add(lease)) return;
    uploads
        .upload(output, file)
        .onComplete(
            done -> {
              uploading.remove(lease);
              if (!spool.contains(lease)) return; // acknowledged meanwhile: the task was cancelled
              if (done.succeeded()) {
                release(lease);
              } else if (link.isConnected()) {
                replaceByFailure(entry, done.cause());
              }
            });
  }

  private void replaceByFailure(ReportSpool.Entry entry, Throwable cause) {
    entry.outputFile().ifPresent(deleteFile);
    var failure =
        new Outcome.Failed(
            ErrorCode.TRANSFER_FAILED, "the output cannot be uploaded: " + cause.getMessage(), "");
    var report = new TaskReport(entry.lease(), failure, entry.report().times());
    keep(new ReportSpool.Entry(report, entry.claim(), Optional.empty()));
    release(entry.lease());
  }

  private void release(LeaseKey lease) {
    spool.release(lease);
    if (flushScheduled) return;
    flushScheduled = true;
    laterInThisTurn.execute(this::flush);
  }
}
