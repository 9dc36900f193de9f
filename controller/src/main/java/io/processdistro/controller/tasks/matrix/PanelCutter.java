package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.TaskBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Cuts matrices into packed panels and stores them, in one pass over the mapped files: packing,
 * hashing and writing of different blobs run side by side on two threads, which is where a disk
 * cache and SHA-256 in hardware stop gaining. Each thread holds one blob in memory.
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
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      try {
        var aBlobs = submit(threads::submit, a, edge);
        var bBlobs = submit(threads::submit, b, edge);
        return new Cut(collect(aBlobs, a, edge), collect(bBlobs, b, edge));
      } catch (IOException | RuntimeException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  /** Takes jobs; {@code ExecutorService::submit}, with its overload settled. */
  private interface Submitter {
    Future<ContentHash> submit(java.util.concurrent.Callable<ContentHash> job);
  }

  private List<Future<ContentHash>> submit(Submitter threads, PanelSource source, int edge) {
    int panelsPerBlob = panelsPerBlob(source, edge);
    long linesPerBlob = (long) panelsPerBlob * edge;
    var jobs = new ArrayList<Future<ContentHash>>();
    for (long line = 0; line < source.lines(); line += linesPerBlob) {
      long first = line;
      int count = (int) Math.min(linesPerBlob, source.lines() - line);
      jobs.add(threads.submit(() -> store(source, first, count)));
    }
    return jobs;
  }

  private ContentHash store(PanelSource source, long firstLine, int count) throws IOException {
    var packed = new byte[(int) panelBytes(source, count)];
    source.pack(firstLine, count, packed, 0);
    return blobs.put(ByteBuffer.wrap(packed));
  }

  private static Panels collect(List<Future<ContentHash>> jobs, PanelSource source, int edge)
      throws IOException {
    var hashes = new ArrayList<ContentHash>(jobs.size());
    for (var job : jobs) hashes.add(result(job));
    int count = Math.toIntExact(Math.ceilDiv(source.lines(), (long) edge));
    int lastLines = (int) (source.lines() - (long) (count - 1) * edge);
    return new Panels(
        hashes,
        panelsPerBlob(source, edge),
        count,
        panelBytes(source, edge),
        panelBytes(source, lastLines));
  }

  private static ContentHash result(Future<ContentHash> job) throws IOException {
    try {
      return job.get();
    } catch (ExecutionException e) {
      throw new IOException(
          "a panel could not be stored: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while panels were cut", e);
    }
  }

  private static int panelsPerBlob(PanelSource source, int edge) {
    return (int) Math.max(1, BLOB_BYTES_WANTED / panelBytes(source, edge));
  }

  /** Groups of panels are padded, so several panels in a row are as long as one with all lines. */
  private static long panelBytes(PanelSource source, int lines) {
    int groups = Math.ceilDiv(lines, PanelSource.GROUP);
    return (long) groups * PanelSource.GROUP * source.steps() * source.elementBytes();
  }
}
