package io.processdistro.scheduler;

import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.view.Explanation.RanOn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which nodes did how much of one job. Bounded: nodes that come late in a crowd are summed up. */
final class Workers {
  private static final int NODES_MAX = 256;

  private static final class Part {
    private long tasks;
    private long grains;
    private long slotNanos;

    private RanOn view(Optional<NodeId> node) {
      return new RanOn(node, tasks, grains, slotNanos);
    }
  }

  private final Map<NodeId, Part> parts = new LinkedHashMap<>();
  private final Part others = new Part();

  void add(NodeId node, long grains, long slotNanos) {
    var part = parts.get(node);
    if (part == null) {
      part = parts.size() < NODES_MAX ? new Part() : others;
      if (part != others) parts.put(node, part);
    }
    part.tasks++;
    part.grains += grains;
    part.slotNanos += slotNanos;
  }

  /** Most grains first. */
  List<RanOn> view() {
    var views = new ArrayList<RanOn>();
    parts.forEach((node, part) -> views.add(part.view(Optional.of(node))));
    views.sort(Comparator.comparingLong(RanOn::grains).reversed());
    if (others.tasks > 0) views.add(others.view(Optional.empty()));
    return views;
  }
}
