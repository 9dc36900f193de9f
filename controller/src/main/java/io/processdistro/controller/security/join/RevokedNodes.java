package io.processdistro.controller.security.join;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.NodeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes that may not enter any more, in one small private file with an id a line. Reading is
 * for every thread and never blocks; changes block until they are on disk.
 */
public final class RevokedNodes {
  /** An id takes 17 bytes, and a private file has {@link PrivateFiles#BYTES_MAX}. */
  private static final int NODES_MAX = 3_000;

  private final Path file;
  private volatile Set<NodeId> nodes;

  private RevokedNodes(Path file, Set<NodeId> nodes) {
    this.file = file;
    this.nodes = nodes;
  }

  /**
   * @throws StateException if the file cannot be read, others can read it, or it is damaged
   */
  public static RevokedNodes open(Path file) throws StateException {
    if (!Files.exists(file)) return new RevokedNodes(file, Set.of());
    var text = new String(PrivateFiles.read(file), StandardCharsets.US_ASCII);
    try {
      var nodes = new LinkedHashSet<NodeId>();
      text.lines().map(NodeId::new).forEach(nodes::add);
      return new RevokedNodes(file, nodes);
    } catch (IllegalArgumentException e) {
      throw new StateException(
          file + " is damaged: restore it; without it revoked nodes could enter again", e);
    }
  }

  public boolean contains(NodeId node) {
    return nodes.contains(node);
  }

  /**
   * Adds a node; doing it twice is harmless.
   *
   * @throws StateException if it cannot be written, or there are too many
   */
  public synchronized void revoke(NodeId node) throws StateException {
    if (nodes.contains(node)) return;
    if (nodes.size() >= NODES_MAX) {
      throw new StateException(
          NODES_MAX + " nodes are revoked, which is the most: change the authority instead");
    }
    var changed = new ArrayList<>(nodes);
    changed.add(node);
    write(changed);
  }

  /** Lets a node enter again; one that was not revoked stays as it is. */
  public synchronized void approve(NodeId node) throws StateException {
    if (nodes.contains(node)) write(nodes.stream().filter(one -> !one.equals(node)).toList());
  }

  private void write(List<NodeId> changed) throws StateException {
    var text = new StringBuilder();
    changed.forEach(node -> text.append(node).append('\n'));
    PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    nodes = new LinkedHashSet<>(changed);
  }
}
