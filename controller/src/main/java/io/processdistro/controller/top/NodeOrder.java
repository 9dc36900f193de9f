package io.processdistro.controller.top;

import java.util.Comparator;
import java.util.Optional;

/** By what the nodes are sorted; each has a key that chooses it. */
public enum NodeOrder {
  NAME('n', "name", Comparator.comparing(NodeRow::name)),
  CPU('c', "cpu", Comparator.comparingDouble(NodeRow::cpuShare).reversed()),
  MEMORY('m', "memory", Comparator.comparingLong(NodeRow::memoryFreeBytes)),
  TASKS('t', "tasks", Comparator.comparingDouble(NodeRow::tasksPerSecond).reversed()),
  QUEUE('u', "queue", Comparator.comparingInt(NodeRow::queued).reversed());

  private final char key;
  private final String text;
  private final Comparator<NodeRow> comparator;

  NodeOrder(char key, String text, Comparator<NodeRow> comparator) {
    this.key = key;
    this.text = text;
    this.comparator = comparator.thenComparing(NodeRow::name);
  }

  /** Empty for any other key. */
  static Optional<NodeOrder> of(char key) {
    for (var order : values()) if (order.key == key) return Optional.of(order);
    return Optional.empty();
  }

  String text() {
    return text;
  }

  Comparator<NodeRow> comparator() {
    return comparator;
  }
}
