package io.processdistro.controller.nodes;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.scheduler.Lease;
import io.vertx.core.http.WebSocketBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What waits to be sent to one node. Collected during a turn of the event loop and then sent in as
 * few frames as the limits allow; while the node does not read, it stays here, up to {@value
 * #PENDING_MAX} items.
 *
 * <p>What the node does not wait for may be collected a little longer: acknowledgements, and leases
 * that are fewer than those which it still has to deal with.
 */
final class NodeOutbox {
  static final int PENDING_MAX = 16_384;
  private static final int WRITE_QUEUE_BYTES_MAX = 4 << 20;

  /** A frame is closed before its estimate passes this, to stay clear of the hard limit. */
  private static final int FRAME_BYTES_AIM = WireLimits.FRAME_BYTES_MAX * 3 / 4;

  private static final int LEASE_BYTES = 128;
  private static final int PART_BYTES = 96;
  private static final int TERMS_BYTES = 512;

  private final WebSocketBase socket;
  private final NodeFrames frames;
  private final long epoch;
  private final TurnEnd turnEnd;
  private final BriefWait briefWait;
  private final Consumer<String> overflow;

  private final List<TaskTerms> terms = new ArrayList<>();
  private final List<LeaseGrant> leases = new ArrayList<>();
  private int assignBytes;
  private final List<LeaseKey> acknowledged = new ArrayList<>();
  private final List<LeaseKey> revoked = new ArrayList<>();
  private final List<LeaseKey> cancelled = new ArrayList<>();

  /** Frames that are complete but could not be written yet. */
  private final List<ControllerMessage> blocked = new ArrayList<>();

  /** Leases that went out and of which nothing was heard. */
  private int out;

  /** Whether it is sent at the end of this turn. */
  private boolean scheduled;

  /** Whether it is sent soon. */
  private boolean waitsBriefly;

  /**
   * @param overflow told why when the node takes nothing and too much is waiting; it must close the
   *     connection
   */
  NodeOutbox(
      WebSocketBase socket,
      NodeFrames frames,
      long epoch,
      TurnEnd turnEnd,
      BriefWait briefWait,
      Consumer<String> overflow) {
    this.socket = socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES_MAX);
    this.frames = frames;
    this.epoch = epoch;
    this.turnEnd = turnEnd;
    this.briefWait = briefWait;
    this.overflow = overflow;
    socket.drainHandler(ignored -> flush());
  }

  void assign(Lease lease, TaskTerms leaseTerms, TaskInput input) {
    int bytes = LEASE_BYTES + input.header().length + input.parts().size() * PART_BYTES;
    if (assignBytes + bytes + bytesOf(leaseTerms) > FRAME_BYTES_AIM
        || leases.size() == WireLimits.BATCH_MAX) {
      closeAssign();
    }
    var range = lease.range();
    leases.add(
        new LeaseGrant(
            lease.key().number(),
            indexOf(leaseTerms),
            range.from(),
            range.to(),
            input.header(),
            input.parts()));
    assignBytes += bytes;
    if (leases.size() < out) gather();
    else schedule();
  }

  /** The node is done with so many leases. */
  void heard(int leaseCount) {
    out = Math.max(0, out - leaseCount);
  }

  void acknowledge(LeaseKey lease) {
    acknowledged.add(lease);
    gather();
  }

  void revoke(LeaseKey lease) {
    revoked.add(lease);
    schedule();
  }

  void cancel(LeaseKey lease) {
    cancelled.add(lease);
    schedule();
  }

  /** Sends this at once, before what is waiting. */
  void sendNow(ControllerMessage message) {
    write(message);
  }

  /** Sends what is waiting, as far as the node takes it. */
  void flush() {
    scheduled = false;
    waitsBriefly = false;
    closeAll();
    int written = 0;
    while (written < blocked.size() && takesMore()) write(blocked.get(written++));
    blocked.subList(0, written).clear();
  }

  private void schedule() {
    if (scheduled || isOverfull()) return;
    scheduled = true;
    turnEnd.run(this::flush);
  }

  private void gather() {
    if (scheduled || waitsBriefly || isOverfull()) return;
    waitsBriefly = true;
    briefWait.run(this::flush);
  }

  private boolean isOverfull() {
    if (pending() <= PENDING_MAX) return false;
    overflow.accept("it does not read: more than " + PENDING_MAX + " items wait for it");
    return true;
  }

  private int pending() {
    return blocked.size() + leases.size() + acknowledged.size() + revoked.size() + cancelled.size();
  }

  /**
   * Jobs are few in one frame and their terms are one object each: a scan is the fastest search.
   */
  private int indexOf(TaskTerms wanted) {
    for (int i = terms.size() - 1; i >= 0; i--) {
      if (terms.get(i) == wanted) return i;
    }
    terms.add(wanted);
    assignBytes += bytesOf(wanted);
    return terms.size() - 1;
  }

  /** A character has at most three bytes in UTF-8. */
  private static int bytesOf(TaskTerms terms) {
    return TERMS_BYTES + 3 * terms.params().length();
  }

  private void closeAll() {
    if (!leases.isEmpty()) closeAssign();
    cut(acknowledged, ControllerMessage.Acknowledge::new);
    cut(revoked, ControllerMessage.Revoke::new);
    cut(cancelled, ControllerMessage.Cancel::new);
  }

  private void closeAssign() {
    if (leases.isEmpty()) return;
    out += leases.size();
    blocked.add(new ControllerMessage.Assign(epoch, terms, leases));
    terms.clear();
    leases.clear();
    assignBytes = 0;
  }

  private void cut(List<LeaseKey> keys, Function<List<LeaseKey>, ControllerMessage> message) {
    for (int from = 0; from < keys.size(); from += WireLimits.BATCH_MAX) {
      int to = Math.min(keys.size(), from + WireLimits.BATCH_MAX);
      blocked.add(message.apply(keys.subList(from, to)));
    }
    keys.clear();
  }

  /** A socket that has just closed takes nothing; its session will hear of it in a moment. */
  private boolean takesMore() {
    return !socket.isClosed() && !socket.writeQueueFull();
  }

  private void write(ControllerMessage message) {
    if (socket.isClosed()) return;
    socket
        .writeBinaryMessage(frames.encode(message))
        .onFailure(e -> overflow.accept("writing to it failed: " + e.getMessage()));
  }
}
