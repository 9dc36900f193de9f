package io.processdistro.scheduler;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Leases of one node in the order in which it got them. Adding and removing take constant time; a
 * lease is in one list at most. The present element may be removed while iterating, no other.
 */
final class AttemptList implements Iterable<Attempt> {
  private Attempt first;
  private Attempt last;
  private int size;
  private long estimateNanos;

  void addLast(Attempt attempt) {
    if (attempt.list != null) throw new IllegalStateException("in a list already: " + attempt);
    attempt.list = this;
    attempt.previous = last;
    if (last == null) first = attempt;
    else last.next = attempt;
    last = attempt;
    size++;
    estimateNanos += attempt.estimateNanos;
  }

  void remove(Attempt attempt) {
    if (attempt.list != this) throw new IllegalStateException("not in this list: " + attempt);
    if (attempt.previous == null) first = attempt.next;
    else attempt.previous.next = attempt.next;
    if (attempt.next == null) last = attempt.previous;
    else attempt.next.previous = attempt.previous;
    attempt.list = null;
    attempt.previous = null;
    attempt.next = null;
    size--;
    estimateNanos -= attempt.estimateNanos;
  }

  /** Null if empty. */
  Attempt first() {
    return first;
  }

  /** Null if empty. */
  Attempt last() {
    return last;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Sum of the estimates of all members. */
  long estimateNanos() {
    return estimateNanos;
  }

  @Override
  public Iterator<Attempt> iterator() {
    return new Iterator<>() {
      private Attempt upcoming = first;

      @Override
      public boolean hasNext() {
        return upcoming != null;
      }

      @Override
      public Attempt next() {
        if (upcoming == null) throw new NoSuchElementException();
        var attempt = upcoming;
        upcoming = attempt.next;
        return attempt;
      }
    };
  }
}
