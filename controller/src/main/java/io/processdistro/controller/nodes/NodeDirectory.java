package io.processdistro.controller.nodes;

import io.processdistro.common.values.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every node that has said hello since the controller started, up to {@value #NODES_MAX}; beyond
 * that the longest known of the disconnected ones is forgotten. Belongs to the event loop.
 */
public final class NodeDirectory {
  private static final int NODES_MAX = 20_000;

  private final Map<NodeId, KnownNode> nodes = new LinkedHashMap<>();

  KnownNode findOrAdd(NodeId id) {
    var node = nodes.get(id);
    if (node != null) return node;
    if (nodes.size() >= NODES_MAX) forgetOne();
    node = new KnownNode(id);
    nodes.put(id, node);
    return node;
  }

  /** Null if it never said hello. */
  public KnownNode find(NodeId id) {
    return nodes.get(id);
  }

  /** In order of their first hello. */
  public Collection<KnownNode> all() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  private void forgetOne() {
    nodes.values().stream()
        .filter(node -> !node.isConnected())
        .findFirst()
        .ifPresent(node -> nodes.remove(node.id()));
  }
}
