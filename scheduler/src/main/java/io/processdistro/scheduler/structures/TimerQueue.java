package io.processdistro.scheduler.structures;

import java.util.PriorityQueue;

/**
 * Things to look at again at some time, earliest first, those of one time in order of their adding.
 * Nothing is ever taken out early: whoever polls an entry checks whether it still matters.
 */
public final class TimerQueue<T> {
  private record Entry<T>(long dueNanos, long sequence, T subject) implements Comparable<Entry<T>> {
    @Override
    public int compareTo(Entry<T> other) {
      int order = Long.compare(dueNanos, other.dueNanos);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Entry<T>> entries = new PriorityQueue<>();
  private long sequence;

  public void add(long dueNanos, T subject) {
    entries.add(new Entry<>(dueNanos, ++sequence, subject));
  }

  /** The next subject that is due at {@code nowNanos}, taken out; null if none is. */
  public T pollDue(long nowNanos) {
    var first = entries.peek();
    if (first == null || first.dueNanos > nowNanos) return null;
    entries.remove();
    return first.subject;
  }

  public int size() {
    return entries.size();
  }
}
