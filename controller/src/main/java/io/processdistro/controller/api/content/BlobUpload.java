package io.processdistro.controller.api.content;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.store.BlobRefusedException;
import io.processdistro.controller.store.BlobSink;
import io.processdistro.controller.store.StoredBlob;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upload on its way from the event loop to a sink on workers: what arrives while a worker
 * writes is written in the next pass, and the sender is held back when more than {@value
 * #QUEUE_BYTES_MAX} bytes wait. Gives up when nothing arrives for too long. Belongs to the event
 * loop.
 */
final class BlobUpload implements WriteStream<Buffer> {
  private static final Logger LOG = LoggerFactory.getLogger(BlobUpload.class);
  private static final int QUEUE_BYTES_MAX = 4 << 20;

  private final Vertx vertx;
  private final BlobSink sink;
  private final ContentHash expected;
  private final WorkerExecutor workers;
  private final long startNanos = System.nanoTime();
  private final Promise<StoredBlob> stored = Promise.promise();
  private List<Buffer> queued = new ArrayList<>();
  private long queuedBytes;
  private long totalBytes;
  private long writingBytes;
  private boolean working;
  private boolean ended;
  private Handler<Void> drainHandler;
  private long patienceTimer;

  BlobUpload(Vertx vertx, BlobSink sink, ContentHash expected, WorkerExecutor workers) {
    this.vertx = vertx;
    this.sink = sink;
    this.expected = expected;
    this.workers = workers;
    beginPatience();
  }

  /** Ends when the blob is in the store, or fails with what was wrong. */
  Future<StoredBlob> stored() {
    return stored.future();
  }

  @Override
  public Future<Void> write(Buffer data) {
    if (stored.future().isComplete()) return stored.future().mapEmpty();
    vertx.cancelTimer(patienceTimer);
    queued.add(data);
    queuedBytes += data.length();
    totalBytes += data.length();
    if (isTooSlow()) {
      fail(late("the upload is slower than " + ApiLimits.UPLOAD_BYTES_PER_SECOND_MIN + " bytes/s"));
      return Future.succeededFuture();
    }
    startPass();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    ended = true;
    vertx.cancelTimer(patienceTimer);
    startPass();
    return stored.future().mapEmpty();
  }

  /** Throws away what has arrived, unless it is stored already. */
  void abort() {
    fail(ApiException.invalid(null, "the upload broke off"));
  }

  private boolean isTooSlow() {
    long lastedMillis = (System.nanoTime() - startNanos) / 1_000_000;
    return lastedMillis > ApiLimits.UPLOAD_GRACE.toMillis()
        && totalBytes < lastedMillis * ApiLimits.UPLOAD_BYTES_PER_SECOND_MIN / 1_000;
  }

  private static ApiException late(String reason) {
    return new ApiException(ErrorCode.INVALID_REQUEST, 408, null, reason, null);
  }

  private void startPass() {
    if (working || stored.future().isComplete() || (queued.isEmpty() && !ended)) return;
    working = true;
    var batch = queued;
    boolean last = ended;
    writingBytes = queuedBytes;
    queued = new ArrayList<>();
    queuedBytes = 0;
    workers
        .executeBlocking(() -> pass(batch, last), false)
        .onComplete(
            blob -> {
              working = false;
              passed(blob);
            },
            e -> {
              working = false;
              fail(e);
            });
  }

  /** On a worker; null if more is to come. */
  private StoredBlob pass(List<Buffer> batch, boolean last)
      throws IOException, BlobRefusedException {
    for (var data : batch) sink.write(ByteBuffer.wrap(data.getBytes()));
    return last ? sink.finish(expected) : null;
  }

  private void passed(StoredBlob blob) {
    boolean wasFull = writeQueueFull();
    writingBytes = 0;
    if (blob != null) stored.tryComplete(blob);
    if (stored.future().isComplete()) {
      closeSink();
      return;
    }
    startPass();
    if (wasFull && !writeQueueFull() && drainHandler != null) drainHandler.handle(null);
    if (!working && !ended) beginPatience();
  }

  private void fail(Throwable e) {
    vertx.cancelTimer(patienceTimer);
    stored.tryFail(e);
    if (!working) closeSink();
  }

  /** Only when no pass runs: the sink is not for two at once. */
  private void closeSink() {
    workers
        .executeBlocking(
            () -> {
              sink.close();
              return null;
            },
            false)
        .onFailure(e -> LOG.warn("upload=not-closed reason=\"{}\"", e.toString()));
  }

  private void beginPatience() {
    patienceTimer =
        vertx.setTimer(
            ApiLimits.UPLOAD_PAUSE_MAX.toMillis(),
            ignored ->
                fail(
                    late(
                        "nothing of the upload arrived for "
                            + ApiLimits.UPLOAD_PAUSE_MAX.toSeconds()
                            + " s")));
  }

  @Override
  public boolean writeQueueFull() {
    return queuedBytes + writingBytes > QUEUE_BYTES_MAX;
  }

  @Override
  public BlobUpload setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public BlobUpload drainHandler(Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public BlobUpload exceptionHandler(Handler<Throwable> handler) {
    if (handler != null) stored.future().onFailure(handler);
    return this;
  }
}
