package io.processdistro.scheduler.structures;

import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * A set with constant-time add, remove and access by index. The order is not that of insertion (a
 * removal moves the last member into the gap), but the same calls always give the same order.
 *
 * <p>A member keeps its index itself: with thousands of members a table beside them costs more than
 * all that is done with it.
 */
public final class IndexedSet<T> {
  /** The index of one that is no member; every object starts with it. */
  public static final int ABSENT = -1;

  /** Where a member keeps its index in this set; one that is in two sets keeps two. */
  public interface Index<T> {
    int of(T member);

    void set(T member, int index);
  }

  private final ArrayList<T> members = new ArrayList<>();
  private final Index<T> index;

  public IndexedSet(Index<T> index) {
    this.index = index;
  }

  /** Whether it was not a member before. */
  public boolean add(T member) {
    if (contains(member)) return false;
    index.set(member, members.size());
    members.add(member);
    return true;
  }

  public boolean remove(T member) {
    int gap = index.of(member);
    if (gap == ABSENT) return false;
    index.set(member, ABSENT);
    var last = members.removeLast();
    if (gap < members.size()) {
      members.set(gap, last);
      index.set(last, gap);
    }
    return true;
  }

  public boolean contains(T member) {
    return index.of(member) != ABSENT;
  }

  public T get(int position) {
    return members.get(position);
  }

  public int size() {
    return members.size();
  }

  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** Calls back for a copy of the members, so that the callback may change the set. */
  public void forEachOfCopy(Consumer<T> action) {
    new ArrayList<>(members).forEach(action);
  }
}
