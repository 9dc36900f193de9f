package io.processdistro.scheduler.simulation;

import java.util.PriorityQueue;

/** Simulated time: what is to happen, in order of time, then in order of being planned. */
final class Agenda {
  private record Entry(long nanos, long sequence, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(nanos, other.nanos);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long sequence;
  private long nowNanos = 1_000_000_000;

  long nowNanos() {
    return nowNanos;
  }

  void at(long nanos, Runnable action) {
    entries.add(new Entry(Math.max(nanos, nowNanos), ++sequence, action));
  }

  void after(long nanos, Runnable action) {
    at(nowNanos + nanos, action);
  }

  /** Runs the next entry; false if there is none. */
  boolean step() {
    var next = entries.poll();
    if (next == null) return false;
    nowNanos = next.nanos;
    next.action.run();
    return true;
  }
}
