package io.processdistro.controller.security.audit;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.security.AuditEvent;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.AuditLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log on a thread of its own: what waits is written in one go, forced to disk, and
 * then the head is. Events that find the queue full are lost, and how many is written down.
 */
public final class FileAuditLog implements AuditLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileAuditLog.class);
  private static final int BATCH_MAX = 1_000;
  private static final long LOOK_MILLIS = 200;
  private static final long CLOSE_MILLIS_MAX = 5_000;

  private record Waiting(Instant at, AuditEvent event) {}

  private final AuditLimits limits;
  private final InstantSource clock;
  private final AuditWriter writer;
  private final BlockingQueue<Waiting> waiting;
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  private FileAuditLog(AuditLimits limits, InstantSource clock, AuditWriter writer) {
    this.limits = limits;
    this.clock = clock;
    this.writer = writer;
    this.waiting = new ArrayBlockingQueue<>(limits.waitingMax());
    this.thread = Thread.ofPlatform().name("audit-log").daemon().start(this::run);
  }

  /**
   * Goes on where the log ends; a line that a crash cut short is taken away. Blocks.
   *
   * @throws StateException if the folder cannot be used
   */
  public static FileAuditLog open(Path directory, AuditLimits limits, InstantSource clock)
      throws StateException {
    PrivateFiles.createDirectory(directory);
    PrivateFiles.removeUnfinished(directory);
    return new FileAuditLog(limits, clock, AuditWriter.open(directory, limits));
  }

  @Override
  public void record(AuditEvent event) {
    if (!waiting.offer(new Waiting(clock.instant(), event))) lost.incrementAndGet();
  }

  private void run() {
    var batch = new ArrayList<Waiting>();
    try {
      while (!closing || !waiting.isEmpty() || !batch.isEmpty()) {
        if (batch.isEmpty()) {
          var first = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          if (first == null) continue;
          batch.add(first);
          waiting.drainTo(batch, BATCH_MAX - 1);
        }
        if (write(batch)) batch.clear();
        else if (closing) return;
        else TimeUnit.NANOSECONDS.sleep(limits.retryInterval().toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean write(List<Waiting> batch) {
    try {
      var entries = new ArrayList<AuditEntry>(batch.size() + 1);
      long number = writer.head().number();
      var chain = writer.head().chain();
      for (var one : withLost(batch)) {
        var entry = AuditEntry.following(number, chain, one.at(), one.event());
        entries.add(entry);
        number = entry.number();
        chain = entry.chain();
      }
      writer.append(entries);
      return true;
    } catch (IOException | StateException e) {
      LOG.error("audit=not-written waiting={} reason=\"{}\"", waiting.size(), e.getMessage());
      return false;
    }
  }

  private List<Waiting> withLost(List<Waiting> batch) {
    long count = lost.getAndSet(0);
    if (count == 0) return batch;
    var event =
        new AuditEvent(
            AuditKind.ENTRIES_LOST,
            AuditEvent.NOBODY,
            AuditEvent.NOBODY,
            Map.of("count", Long.toString(count)));
    batch.add(new Waiting(clock.instant(), event));
    return batch;
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }
}
