package io.processdistro.scheduler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** All jobs of one priority that need the same memory, so that they fit on the same nodes. */
final class Lane {
  final Priority priority;
  final long memoryBytesMax;
  final Map<String, Line> lines = new LinkedHashMap<>();

  /** Lines with ready jobs; who had least slot time comes first. */
  final TreeSet<Line> ready = new TreeSet<>();

  /** Ready nodes that offer the memory. */
  int nodesFitting;

  /** The room version at which no node with room could take anything of this lane. */
  long stuckAt = -1;

  Lane(Priority priority, long memoryBytesMax) {
    this.priority = priority;
    this.memoryBytesMax = memoryBytesMax;
  }
}
