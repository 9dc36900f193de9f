package io.processdistro.controller.live;

import io.processdistro.common.values.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which lease is in which slot of one node. Nodes do not say it: each lease takes the first free
 * slot in the order in which they were granted, and one that ends before its turn takes the slot of
 * the one that started last, which then starts after it.
 */
final class NodeSlots {
  final NodeId id;
  private OpenLease[] inSlot;
  private long[] freeSinceNanos;
  private final LinkedHashSet<OpenLease> waiting = new LinkedHashSet<>();

  /**
   * @param slots at least 1
   */
  NodeSlots(NodeId id, int slots) {
    this.id = id;
    this.inSlot = new OpenLease[slots];
    this.freeSinceNanos = new long[slots];
  }

  /** After a reconnection it may offer more; slots that are gone empty themselves. */
  void offer(int slots) {
    if (slots <= inSlot.length) return;
    inSlot = Arrays.copyOf(inSlot, slots);
    freeSinceNanos = Arrays.copyOf(freeSinceNanos, slots);
  }

  void add(OpenLease lease, long nowNanos) {
    if (waiting.isEmpty()) {
      for (int slot = 0; slot < inSlot.length; slot++) {
        if (inSlot[slot] == null) {
          start(lease, slot, nowNanos);
          return;
        }
      }
    }
    waiting.add(lease);
  }

  private void start(OpenLease lease, int slot, long nowNanos) {
    lease.slot = slot;
    lease.startedNanos = nowNanos;
    inSlot[slot] = lease;
  }

  /** It must have run: gives it a slot if it has none. */
  void ensureSlot(OpenLease lease, long nowNanos) {
    if (lease.slot != OpenLease.NO_SLOT || !waiting.remove(lease)) return;
    int last = 0;
    for (int slot = 1; slot < inSlot.length; slot++) {
      if (inSlot[slot] == null) continue;
      if (inSlot[last] == null || inSlot[slot].startedNanos > inSlot[last].startedNanos) {
        last = slot;
      }
    }
    var displaced = inSlot[last];
    start(lease, last, nowNanos);
    if (displaced == null) return;
    displaced.slot = OpenLease.NO_SLOT;
    waiting.addFirst(displaced);
  }

  /** When the slot of this lease became free for it. */
  long freeSinceNanos(OpenLease lease) {
    return freeSinceNanos[lease.slot];
  }

  void remove(OpenLease lease, long nowNanos) {
    if (lease.slot == OpenLease.NO_SLOT) {
      waiting.remove(lease);
      return;
    }
    int slot = lease.slot;
    inSlot[slot] = null;
    freeSinceNanos[slot] = nowNanos;
    if (!waiting.isEmpty()) start(waiting.removeFirst(), slot, nowNanos);
  }

  /** Those in slots first. */
  List<OpenLease> leases() {
    var leases = new ArrayList<OpenLease>();
    for (var lease : inSlot) {
      if (lease != null) leases.add(lease);
    }
    leases.addAll(waiting);
    return leases;
  }
}
