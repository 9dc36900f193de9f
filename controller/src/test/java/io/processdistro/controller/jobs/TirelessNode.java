package io.processdistro.controller.jobs;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.CloseReason;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.Holding;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.NodeOffer;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The only node of controllers that come and go: runs what it is given, and keeps each report until
 * it is acknowledged, also across controllers. Belongs to their event loop.
 */
final class TirelessNode {
  private static final int SLOTS = 4;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final int RUN_MILLIS_MAX = 3;
  private static final TaskTimes TIMES = new TaskTimes(1_000, 2_000_000, 1_500_000);

  /** What a task gives. */
  interface Work {
    byte[] run(TaskTerms terms, GrainRange range, byte[] input);
  }

  private record Held(JobId job, GrainRange range) {}

  private final NodeId id = NodeId.random(new Random(7));
  private final Vertx vertx;
  private final Random random;
  private final BlobStore blobs;
  private final Work work;
  private final Map<LeaseKey, Held> held = new LinkedHashMap<>();
  private final Map<LeaseKey, TaskReport> reports = new LinkedHashMap<>();
  private final Consumer<GrainRange> watcher;
  private Link link = new Link();

  /**
   * @param watcher told of the range of each task that it is given
   */
  TirelessNode(
      Vertx vertx, Random random, BlobStore blobs, Work work, Consumer<GrainRange> watcher) {
    this.vertx = vertx;
    this.random = random;
    this.blobs = blobs;
    this.work = work;
    this.watcher = watcher;
  }

  /** The way to a new controller; the one to the former is cut. What runs goes on. */
  Link newLink() {
    link = new Link();
    return link;
  }

  private void ended(LeaseKey lease, byte[] output) {
    if (!held.containsKey(lease) || reports.containsKey(lease)) return;
    report(new TaskReport(lease, new Outcome.Succeeded(stored(output)), TIMES));
  }

  private void report(TaskReport report) {
    reports.put(report.lease(), report);
    link.send(inbox -> inbox.reported(id, 1, List.of(report)));
  }

  /** Some outputs travel as blobs. */
  private Output stored(byte[] output) {
    if (random.nextBoolean()) return new Output.Inline(output);
    try {
      return new Output.Blob(blobs.put(ByteBuffer.wrap(output)), output.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytesOf(TaskInput input) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(input.header());
    for (var part : input.parts()) {
      bytes.write(contentOf(part.blob()), (int) part.offset(), (int) part.length());
    }
    return bytes.toByteArray();
  }

  private byte[] contentOf(ContentHash hash) {
    try {
      return Files.readAllBytes(blobs.find(hash).orElseThrow().path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The node as one controller sees it. */
  final class Link implements NodeCommands {
    private EventInbox controller;

    /** Says hello, with everything that the node holds, and reports what is done. */
    void connect(EventInbox inbox) {
      if (isCut()) return;
      controller = inbox;
      var holdings =
          held.entrySet().stream()
              .map(it -> Holding.of(it.getKey(), it.getValue().job(), it.getValue().range()))
              .toList();
      var offer = new NodeOffer(SLOTS, MEMORY_BYTES);
      inbox.feed(new Event.NodeConnected(id, 1, offer, holdings));
      inbox.reported(id, 1, List.copyOf(reports.values()));
    }

    private boolean isCut() {
      return link != this;
    }

    private void send(Consumer<EventInbox> message) {
      if (controller != null) message.accept(controller);
    }

    @Override
    public void assign(Lease lease, TaskTerms terms, TaskInput input) {
      if (isCut()) return;
      watcher.accept(lease.range());
      held.put(lease.key(), new Held(lease.job(), lease.range()));
      var bytes = bytesOf(input);
      vertx.setTimer(
          1 + random.nextInt(RUN_MILLIS_MAX),
          ignored -> ended(lease.key(), work.run(terms, lease.range(), bytes)));
    }

    @Override
    public void acknowledge(NodeId node, LeaseKey lease) {
      if (isCut()) return;
      held.remove(lease);
      reports.remove(lease);
    }

    @Override
    public void revoke(NodeId node, LeaseKey lease) {
      if (isCut() || reports.containsKey(lease)) return;
      held.remove(lease);
      send(inbox -> inbox.feed(new Event.LeasesReturned(id, 1, List.of(lease))));
    }

    @Override
    public void cancel(NodeId node, LeaseKey lease) {
      if (!isCut() && held.containsKey(lease) && !reports.containsKey(lease)) {
        report(new TaskReport(lease, new Outcome.Cancelled(), TIMES));
      }
    }

    @Override
    public void close(NodeId node, long incarnation, CloseReason reason) {
      throw new AssertionError("the node was closed: " + reason);
    }

    @Override
    public void setHeartbeat(NodeId node, long intervalMillis, long leaseMillis) {
      // It reports more often than that.
    }

    @Override
    public void countAccepted(NodeId node, TaskReport report) {
      // For people.
    }

    @Override
    public void countFailed(NodeId node) {
      // For people.
    }
  }
}
