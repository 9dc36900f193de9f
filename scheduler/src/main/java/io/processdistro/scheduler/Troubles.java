package io.processdistro.scheduler;

import io.processdistro.common.values.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What went wrong with one task so far. */
final class Troubles {
  /** Nodes where it failed or died: it runs elsewhere while there is an elsewhere. */
  final Set<NodeId> avoid = new LinkedHashSet<>();

  /** Distinct nodes or runners that died while it ran there. */
  final Set<NodeId> victims = new LinkedHashSet<>();

  /** Where it failed on its own account, oldest first; a node may appear twice. */
  final List<NodeId> failedOn = new ArrayList<>();

  /** Failures that should come again wherever it runs. */
  int deterministic;

  int deaths;
  int steals;

  /** Waits before a retry so far; each is longer. */
  int delays;

  Troubles copy() {
    var copy = new Troubles();
    copy.merge(this);
    return copy;
  }

  /** Everybody to avoid of both; of counts the greater, as both may tell of the same. */
  void merge(Troubles other) {
    avoid.addAll(other.avoid);
    victims.addAll(other.victims);
    if (other.failedOn.size() > failedOn.size()) {
      failedOn.clear();
      failedOn.addAll(other.failedOn);
    }
    deterministic = Math.max(deterministic, other.deterministic);
    deaths = Math.max(deaths, other.deaths);
    steals = Math.max(steals, other.steals);
    delays = Math.max(delays, other.delays);
  }
}
