package io.processdistro.controller.api.nodes;

import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.common.wire.SandboxFacts;
import io.processdistro.controller.api.http.ApiNames;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.discovery.AnnouncedNode;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.security.join.PendingNode;
import io.processdistro.scheduler.view.NodeState;
import io.processdistro.scheduler.view.NodeView;
import java.util.List;
import java.util.Optional;

/** Shows nodes as the API does. */
public final class NodeJsons {
  private static final double NANOS_PER_MILLI = 1e6;

  /** The state of a node that is seen on the network, and neither connected nor pending. */
  public static final String ANNOUNCED = "announced";

  /** The state of a node that waits for the operator's approval. */
  public static final String PENDING = "pending";

  /** The state of a node that would be ready but takes no work by its own word. */
  static final String UNWILLING = "unwilling";

  private NodeJsons() {}

  /**
   * As the API writes it.
   *
   * @param view by the scheduler; empty if it has forgotten the node, or not met it yet
   */
  public static String stateOf(KnownNode node, Optional<NodeView> view) {
    var state = view.map(NodeView::state).orElse(NodeState.LOST);
    if (state == NodeState.READY && node.unwillingness().isPresent()) return UNWILLING;
    return ApiNames.nameOf(state);
  }

  /**
   * @param view by the scheduler; empty if it has forgotten the node, or not met it yet
   */
  static NodeJson of(KnownNode node, Optional<NodeView> view) {
    return new NodeJson(
        node.id().text(),
        node.name().text(),
        stateOf(node, view),
        node.slots(),
        view.map(NodeView::running).orElse(0),
        view.map(NodeView::queued).orElse(0),
        node.incarnation(),
        node.address(),
        null,
        node.connectedAt().toString(),
        view.map(NodeView::roundTripNanos)
            .filter(nanos -> nanos > 0)
            .map(nanos -> nanos / NANOS_PER_MILLI)
            .orElse(null),
        host(node.host()),
        engine(node.engine()),
        node.sandbox().map(NodeJsons::sandbox).orElse(null),
        load(node.load()),
        new NodeJson.Tasks(node.acceptedTasks(), node.failedTasks()),
        node.unwillingness().orElse(null),
        node.warmModules());
  }

  /** Seen on the network and not connected. */
  static NodeJson of(AnnouncedNode announced) {
    return unconnected(
        announced.id().orElse(null), announced.name(), ANNOUNCED, announced.address(), null);
  }

  /** Waits for approval. */
  static NodeJson of(PendingNode pending) {
    return unconnected(
        pending.id().text(),
        pending.name().text(),
        PENDING,
        pending.address(),
        pending.code().text());
  }

  private static NodeJson unconnected(
      String id, String name, String state, String address, String code) {
    return new NodeJson(
        id,
        name,
        state,
        0,
        0,
        0,
        0,
        address,
        code,
        null,
        null,
        null,
        null,
        null,
        null,
        new NodeJson.Tasks(0, 0),
        null,
        List.of());
  }

  private static NodeJson.Host host(HostFacts host) {
    return new NodeJson.Host(
        host.hostName(),
        host.operatingSystem(),
        host.architecture(),
        host.cpus(),
        host.memoryBytes());
  }

  private static NodeJson.Engine engine(EngineFacts engine) {
    return new NodeJson.Engine(
        engine.name(),
        engine.compiling(),
        engine.scalarMillis(),
        engine.simdMillis(),
        engine.warning());
  }

  private static NodeJson.Sandbox sandbox(SandboxFacts sandbox) {
    return new NodeJson.Sandbox(
        sandbox.lowPriority(), sandbox.coreDumpsOff(), sandbox.ownNetwork());
  }

  /** Null before the first heartbeat. */
  private static NodeJson.Load load(NodeLoad load) {
    return load == null
        ? null
        : new NodeJson.Load(
            load.cpuShare(), load.memoryFreeBytes(), load.cacheBytes(), load.spooled());
  }
}
