package io.processdistro.scheduler.structures;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A set with constant-time add, remove and access by index. The order is not that of insertion (a
 * removal moves the last member into the gap), but the same calls always give the same order.
 */
public final class IndexedSet<T> {
  private final ArrayList<T> members = new ArrayList<>();
  private final Map<T, Integer> indexes = new HashMap<>();

  /** Whether it was not a member before. */
  public boolean add(T member) {
    if (indexes.putIfAbsent(member, members.size()) != null) return false;
    members.add(member);
    return true;
  }

  public boolean remove(T member) {
    var index = indexes.remove(member);
    if (index == null) return false;
    var last = members.removeLast();
    if (index < members.size()) {
      members.set(index, last);
      indexes.put(last, index);
    }
    return true;
  }

  public boolean contains(T member) {
    return indexes.containsKey(member);
  }

  public T get(int index) {
    return members.get(index);
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
