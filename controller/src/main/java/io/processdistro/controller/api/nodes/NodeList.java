package io.processdistro.controller.api.nodes;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.discovery.AnnouncedNode;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.security.join.PendingNode;
import io.processdistro.controller.security.join.PendingNodes;
import io.processdistro.scheduler.view.NodeView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The nodes as people see them: what the scheduler, the nodes themselves and the network say, put
 * together. Belongs to the event loop.
 */
public final class NodeList {
  private final NodeDirectory directory;
  private final Supplier<List<AnnouncedNode>> announced;
  private final PendingNodes pending;

  /**
   * @param announced nodes seen on the network, connected or not
   */
  public NodeList(
      NodeDirectory directory, Supplier<List<AnnouncedNode>> announced, PendingNodes pending) {
    this.directory = directory;
    this.announced = announced;
    this.pending = pending;
  }

  /** By name, then by id. A node that the scheduler has forgotten as lost is left out. */
  public List<NodeJson> all(SchedulerSnapshot snapshot) {
    var views = views(snapshot);
    var nodes = new ArrayList<NodeJson>();
    for (var node : directory.all()) {
      var view = Optional.ofNullable(views.get(node.id()));
      if (view.isPresent()) nodes.add(NodeJsons.of(node, view));
    }
    for (var waiting : pending.waiting()) nodes.add(NodeJsons.of(waiting));
    for (var seen : unconnected()) nodes.add(NodeJsons.of(seen));
    nodes.sort(Comparator.comparing(NodeJson::name).thenComparing(NodeList::idOf));
    return nodes;
  }

  /** The state of each node of {@link #all}, by its id, or by its name if it says no id. */
  public Map<String, String> states(SchedulerSnapshot snapshot) {
    var states = new HashMap<String, String>();
    for (var view : snapshot.nodes()) {
      var node = directory.find(view.node());
      if (node != null) {
        states.put(view.node().text(), NodeJsons.stateOf(node, Optional.of(view)));
      }
    }
    for (var seen : unconnected()) states.put(seen.id().orElse(seen.name()), NodeJsons.ANNOUNCED);
    for (var waiting : pending.waiting()) states.put(waiting.id().text(), NodeJsons.PENDING);
    return states;
  }

  public static NodeJson show(KnownNode node, SchedulerSnapshot snapshot) {
    return NodeJsons.of(node, Optional.ofNullable(views(snapshot).get(node.id())));
  }

  /**
   * The node with this id, with the only id that starts like this, or with this name if only one
   * has it. Throws {@link ApiException} otherwise.
   */
  public KnownNode find(String idOrName) {
    var byId =
        directory.all().stream().filter(node -> node.id().text().startsWith(idOrName)).toList();
    var found =
        byId.isEmpty()
            ? directory.all().stream().filter(node -> node.name().text().equals(idOrName)).toList()
            : byId;
    if (found.size() == 1) return found.getFirst();
    throw found.isEmpty()
        ? new ApiException(
            ErrorCode.NOT_FOUND, "id", "there is no such node", "GET /v1/nodes lists them")
        : new ApiException(
            ErrorCode.CONFLICT,
            "id",
            "several nodes are called so or start so",
            "give more characters of the id");
  }

  /**
   * The one pending node with this id, with the only id that starts like this, or with this name if
   * only one has it; empty if there is none. Throws {@link ApiException} if it is not clear which.
   *
   * @param code that the node shows, if it was said: chooses among those that are called alike
   */
  Optional<PendingNode> findPending(String idOrName, Optional<AdmissionCode> code) {
    var called =
        pending.waiting().stream()
            .filter(
                node ->
                    node.id().text().startsWith(idOrName) || node.name().text().equals(idOrName))
            .toList();
    var found = called.stream().filter(node -> code.map(node.code()::equals).orElse(true)).toList();
    if (found.size() > 1) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "id",
          "several nodes that wait are called so",
          "say the code that the right one shows");
    }
    if (found.isEmpty() && !called.isEmpty()) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          "code",
          "no node that is called so waits with this code",
          "compare again: if the node shows another code than the controller, somebody is in between"
              + " and the node must not be approved");
    }
    return found.stream().findFirst();
  }

  /** Those that wait for approval. */
  public List<PendingNode> waiting() {
    return pending.waiting();
  }

  /** Seen on the network and not connected. */
  private List<AnnouncedNode> unconnected() {
    var seen = announced.get();
    if (seen.isEmpty()) return seen;
    var ids = new HashSet<String>();
    var names = new HashSet<String>();
    for (var node : pending.waiting()) {
      ids.add(node.id().text());
      names.add(node.name().text());
    }
    for (var node : directory.all()) {
      if (!node.isConnected()) continue;
      ids.add(node.id().text());
      names.add(node.name().text());
    }
    return seen.stream()
        .filter(node -> node.id().map(id -> !ids.contains(id)).orElse(!names.contains(node.name())))
        .toList();
  }

  private static String idOf(NodeJson node) {
    return node.id() == null ? "" : node.id();
  }

  private static Map<NodeId, NodeView> views(SchedulerSnapshot snapshot) {
    var views = new HashMap<NodeId, NodeView>();
    for (var view : snapshot.nodes()) views.put(view.node(), view);
    return views;
  }
}
