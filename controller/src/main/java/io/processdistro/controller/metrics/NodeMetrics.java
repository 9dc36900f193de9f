package io.processdistro.controller.metrics;

import io.processdistro.common.wire.EngineFacts;
import io.processdistro.common.wire.NodeLoad;
import io.processdistro.controller.nodes.FrameCounts;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.nodes.NodeDirectory;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What connected nodes say of themselves, added up: a series per node would have no bound. Belongs
 * to the event loop, like the directory.
 */
final class NodeMetrics {
  /** What a node's runner does with guests. */
  private enum Engine {
    COMPILED,
    INTERPRETED,
    UNKNOWN;

    static Engine of(EngineFacts facts) {
      if (facts.equals(EngineFacts.UNKNOWN)) return UNKNOWN;
      return facts.compiling() ? COMPILED : INTERPRETED;
    }
  }

  private final NodeDirectory directory;

  NodeMetrics(NodeDirectory directory, FrameCounts frames, Meters meters) {
    this.directory = directory;
    for (var engine : Engine.values()) {
      meters.gauge(MetricName.NODE_ENGINES, () -> count(engine), Meters.label(engine));
    }
    meters.gauge(MetricName.NODE_CPU, this::cpuShare);
    meters.gauge(MetricName.NODE_MEMORY_FREE, () -> sum(NodeLoad::memoryFreeBytes));
    meters.gauge(MetricName.NODE_CACHE, () -> sum(NodeLoad::cacheBytes));
    meters.gauge(MetricName.NODE_SPOOLED, () -> sum(NodeLoad::spooled));
    meters.counter(MetricName.FRAMES, frames::received, "received");
    meters.counter(MetricName.FRAMES, frames::sent, "sent");
    meters.counter(MetricName.FRAME_BYTES, frames::receivedBytes, "received");
    meters.counter(MetricName.FRAME_BYTES, frames::sentBytes, "sent");
    meters.counter(MetricName.FRAMES_MALFORMED, frames::malformed);
  }

  private long count(Engine engine) {
    return connected().filter(node -> Engine.of(node.engine()) == engine).count();
  }

  /** A node's word may be anything: what is no share is not one. */
  private double cpuShare() {
    return loads()
        .mapToDouble(NodeLoad::cpuShare)
        .filter(share -> share >= 0 && share <= 1)
        .average()
        .orElse(0);
  }

  private double sum(ToLongFunction<NodeLoad> value) {
    return loads().mapToLong(value).filter(each -> each > 0).mapToDouble(each -> each).sum();
  }

  private Stream<NodeLoad> loads() {
    return connected().filter(node -> node.load() != null).map(KnownNode::load);
  }

  private Stream<KnownNode> connected() {
    return directory.all().stream().filter(KnownNode::isConnected);
  }
}
