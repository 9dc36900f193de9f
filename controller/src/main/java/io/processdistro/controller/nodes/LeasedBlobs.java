package io.processdistro.controller.nodes;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.tasks.TaskInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which blobs the outstanding leases of one node name: the only ones that it may read. What a node
 * brought along with its hello names blobs that are not known here, so as long as any of that is
 * out, all are allowed. Belongs to the event loop.
 */
final class LeasedBlobs {
  /** The longest known lease makes room; a node never has so many in earnest. */
  static final int LEASES_MAX = 65_536;

  private static final List<ContentHash> UNKNOWN = List.of();

  private final LinkedHashMap<LeaseKey, List<ContentHash>> leases = new LinkedHashMap<>();
  private final Map<ContentHash, Integer> uses = new HashMap<>();
  private int unknown;

  void leased(LeaseKey lease, TaskTerms terms, TaskInput input) {
    var blobs = new ArrayList<ContentHash>(1 + input.parts().size());
    blobs.add(terms.module());
    input.parts().forEach(part -> blobs.add(part.blob()));
    add(lease, blobs);
  }

  /** The node says that it holds it already. */
  void broughtAlong(LeaseKey lease) {
    add(lease, UNKNOWN);
  }

  private void add(LeaseKey lease, List<ContentHash> blobs) {
    ended(lease);
    if (leases.size() >= LEASES_MAX) ended(leases.firstEntry().getKey());
    leases.put(lease, blobs);
    if (blobs.isEmpty()) unknown++;
    for (var blob : blobs) uses.merge(blob, 1, Integer::sum);
  }

  /** Unknown leases are ignored. */
  void ended(LeaseKey lease) {
    var blobs = leases.remove(lease);
    if (blobs == null) return;
    if (blobs.isEmpty()) unknown--;
    for (var blob : blobs)
      uses.computeIfPresent(blob, (hash, count) -> count > 1 ? count - 1 : null);
  }

  void clear() {
    leases.clear();
    uses.clear();
    unknown = 0;
  }

  boolean mayRead(ContentHash blob) {
    return unknown > 0 || uses.containsKey(blob);
  }
}
