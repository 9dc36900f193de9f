package io.processdistro.scheduler.structures;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;

/** The last so many things. */
public final class Ring<T> {
  private final int capacity;
  private final ArrayDeque<T> entries = new ArrayDeque<>();
  private long dropped;

  public Ring(int capacity) {
    this.capacity = capacity;
  }

  /** The entry that fell out to make room; null if none did. */
  public T add(T entry) {
    T oldest = null;
    if (entries.size() == capacity) {
      oldest = entries.removeFirst();
      dropped++;
    }
    entries.addLast(entry);
    return oldest;
  }

  /** Forgets those that match; they do not count as fallen out. */
  public void removeIf(Predicate<T> unwanted) {
    entries.removeIf(unwanted);
  }

  /** How many fell out so far. */
  public long dropped() {
    return dropped;
  }

  /** Oldest first. */
  public List<T> entries() {
    return List.copyOf(entries);
  }
}
