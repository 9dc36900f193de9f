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
  private final ReportSpool spool = new ReportSpool();
  private final Set<LeaseKey> uploading = new HashSet<>();
  private final MessageSender link;
  private final OutputUpload uploads;
  private final Consumer<Path> deleteFile;
  private final Executor laterInThisTurn;
  private boolean flushScheduled;
  private Promise<Void> emptied = Promise.promise();

  /**
   * @param deleteFile removes an output file that is of no use any more, off the event loop
   * @param laterInThisTurn runs a task on the event loop after what is queued there now
   */
  public Reporter(
      MessageSender link,
      OutputUpload uploads,
      Consumer<Path> deleteFile,
      Executor laterInThisTurn) {
    this.link = link;
    this.uploads = uploads;
    this.deleteFile = deleteFile;
    this.laterInThisTurn = laterInThisTurn;
    emptied.complete();
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
    spool.keep(entry);
    publish(entry);
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
    for (var lease : leases) spool.acknowledge(lease).ifPresent(deleteFile);
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
    spool.keep(new ReportSpool.Entry(report, entry.claim(), Optional.empty()));
    release(entry.lease());
  }

  private void release(LeaseKey lease) {
    spool.release(lease);
    if (flushScheduled) return;
    flushScheduled = true;
    laterInThisTurn.execute(this::flush);
  }
}
