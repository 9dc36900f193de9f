package io.processdistro.controller.live;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import java.util.Arrays;

/** The newest ended attempts of one job, in columns, so that 20,000 of them are 1 MB. */
final class SpanRing {
  private static final int CAPACITY_FIRST = 64;
  private static final SpanKind[] KINDS = SpanKind.values();

  private final int capacityMax;
  private NodeId[] nodes = new NodeId[0];
  private short[] slots = new short[0];
  private byte[] kinds = new byte[0];
  private long[] fromNanos = new long[0];
  private long[] toNanos = new long[0];
  private long[] fromGrains = new long[0];
  private long[] toGrains = new long[0];
  private long[] epochs = new long[0];
  private long[] numbers = new long[0];
  private long added;

  SpanRing(int capacityMax) {
    this.capacityMax = capacityMax;
  }

  int capacity() {
    return nodes.length;
  }

  /** By how much the next {@link #grow} makes it larger; 0 while it has room, and at its bound. */
  int growthWanted() {
    if (added < capacity()) return 0;
    int wanted = Math.clamp(2L * capacity(), CAPACITY_FIRST, capacityMax);
    return added == capacity() ? wanted - capacity() : 0;
  }

  /** Call it only while {@link #growthWanted} is not 0: then nothing has been overwritten yet. */
  void grow(int by) {
    int capacity = capacity() + by;
    nodes = Arrays.copyOf(nodes, capacity);
    slots = Arrays.copyOf(slots, capacity);
    kinds = Arrays.copyOf(kinds, capacity);
    fromNanos = Arrays.copyOf(fromNanos, capacity);
    toNanos = Arrays.copyOf(toNanos, capacity);
    fromGrains = Arrays.copyOf(fromGrains, capacity);
    toGrains = Arrays.copyOf(toGrains, capacity);
    epochs = Arrays.copyOf(epochs, capacity);
    numbers = Arrays.copyOf(numbers, capacity);
  }

  /** Without room the oldest goes; without any capacity nothing is kept. */
  void add(OpenLease lease, SpanKind kind, long from, long to) {
    if (capacity() == 0) return;
    int at = (int) (added++ % capacity());
    nodes[at] = lease.node.id;
    slots[at] = (short) lease.slot;
    kinds[at] = (byte) kind.ordinal();
    fromNanos[at] = from;
    toNanos[at] = to;
    fromGrains[at] = lease.lease.range().from();
    toGrains[at] = lease.lease.range().to();
    epochs[at] = lease.lease.key().epoch();
    numbers[at] = lease.lease.key().number();
  }

  int size() {
    return (int) Math.min(added, capacity());
  }

  /**
   * @param age 0 for the newest
   */
  Span newest(int age) {
    int at = (int) ((added - 1 - age) % capacity());
    return new Span(
        nodes[at],
        slots[at],
        fromNanos[at],
        toNanos[at],
        KINDS[kinds[at]],
        new GrainRange(fromGrains[at], toGrains[at]),
        new LeaseKey(epochs[at], numbers[at]));
  }
}
