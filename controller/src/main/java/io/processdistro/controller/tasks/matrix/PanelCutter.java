package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts matrices into packed panels and stores them, in one pass over the mapped files. Two threads
 * each take the next blob, pack it, hash it and write it; each holds one blob in memory.
 */
final class PanelCutter {
  /** Thin panels share a blob of about this length, so that a task asks for few blobs. */
  static final int BLOB_BYTES_WANTED = 2 << 20;

  private static final int THREADS = 2;

  private final TaskBlobs blobs;

  PanelCutter(TaskBlobs blobs) {
    this.blobs = blobs;
  }

  /** The panels of A and of B. */
  record Cut(Panels a, Panels b) {}

  /**
   * @param edge lines per panel, a multiple of 4
   */
  Cut cut(PanelSource a, PanelSource b, int edge) throws IOException {
    return new Cut(cut(a, edge), cut(b, edge));
  }

  private Panels cut(PanelSource source, int edge) throws IOException {
    int panelsPerBlob = (int) Math.max(1, BLOB_BYTES_WANTED / source.packedBytes(edge));
    int linesPerBlob = panelsPerBlob * edge;
    var hashes =
        new ContentHash[Math.toIntExact(Math.ceilDiv(source.lines(), (long) linesPerBlob))];
    var next = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var workers = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(
            threads.submit(
                () -> {
                  storeBlobs(source, linesPerBlob, hashes, next);
                  return null;
                }));
      }
      await(workers);
    }
    int count = Math.toIntExact(Math.ceilDiv(source.lines(), (long) edge));
    int lastLines = (int) (source.lines() - (count - 1L) * edge);
    return new Panels(
        Arrays.asList(hashes),
        panelsPerBlob,
        count,
        source.packedBytes(edge),
        source.packedBytes(lastLines));
  }

  /** Stores blobs until none is left; the thread that waits sees the hashes when this returned. */
  private void storeBlobs(
      PanelSource source, int linesPerBlob, ContentHash[] hashes, AtomicInteger next)
      throws IOException {
    var packer = new PanelPacker(source);
    var packed = new byte[0];
    for (int blob = next.getAndIncrement(); blob < hashes.length; blob = next.getAndIncrement()) {
      long firstLine = (long) blob * linesPerBlob;
      int count = (int) Math.min(linesPerBlob, source.lines() - firstLine);
      int length = Math.toIntExact(source.packedBytes(count));
      if (packed.length < length) packed = new byte[length];
      packer.pack(firstLine, count, packed);
      hashes[blob] = blobs.put(ByteBuffer.wrap(packed, 0, length));
    }
  }

  private static void await(List<Future<?>> workers) throws IOException {
    try {
      for (var worker : workers) worker.get();
    } catch (ExecutionException e) {
      for (var worker : workers) worker.cancel(true);
      var cause = e.getCause();
      throw new IOException("a panel could not be stored: " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      for (var worker : workers) worker.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while panels were cut", e);
    }
  }
}
