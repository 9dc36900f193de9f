package io.processdistro.controller.live;

import io.processdistro.common.values.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From which node to which one tasks of a job moved: the first {@value #PAIRS_MAX} pairs. */
final class StealFlow {
  private static final int PAIRS_MAX = 1_000;

  private record Pair(NodeId from, NodeId to) {}

  private final Map<Pair, Long> counts = new HashMap<>();

  void count(NodeId from, NodeId to) {
    var pair = new Pair(from, to);
    if (counts.size() < PAIRS_MAX || counts.containsKey(pair)) counts.merge(pair, 1L, Long::sum);
  }

  /** The most frequent first; at most so many. */
  List<Steals> most(int countMax) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Pair, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(countMax)
        .map(entry -> new Steals(entry.getKey().from(), entry.getKey().to(), entry.getValue()))
        .toList();
  }
}
