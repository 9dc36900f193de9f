package io.processdistro.node.agent;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.SandboxFacts;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.blobs.BlobCache;
import io.processdistro.node.spool.Reporter;
import io.processdistro.node.supervisor.RunnerSupervisor;
import io.processdistro.node.tasks.TaskDesk;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What this node says of itself to the controller, on each connection and in each heartbeat.
 * Belongs to the event loop.
 */
final class SelfDescription {
  private final NodeConfig config;
  private final HostProbe host;
  private final SandboxFacts sandbox;
  private final BlobCache cache;
  private final RunnerSupervisor runner;
  private final Reporter reporter;
  private final TaskDesk desk;

  SelfDescription(
      NodeConfig config,
      HostProbe host,
      SandboxFacts sandbox,
      BlobCache cache,
      RunnerSupervisor runner,
      Reporter reporter,
      TaskDesk desk) {
    this.config = config;
    this.host = host;
    this.sandbox = sandbox;
    this.cache = cache;
    this.runner = runner;
    this.reporter = reporter;
    this.desk = desk;
  }

  NodeMessage.Hello hello() {
    var leases = new ArrayList<>(desk.held());
    leases.addAll(reporter.unacknowledged());
    return new NodeMessage.Hello(
        WireLimits.PROTOCOL_MAJOR,
        WireLimits.PROTOCOL_MINOR,
        config.identity().id(),
        config.name(),
        config.identity().incarnation(),
        config.limits().slots(),
        config.limits().taskMemoryBytesMax(),
        host.facts(),
        runner.engine(),
        leases,
        Optional.of(sandbox));
  }

  NodeMessage.Heartbeat heartbeat(long sequence) {
    return new NodeMessage.Heartbeat(
        sequence,
        desk.running(),
        desk.waiting(),
        host.load(cache.bytes(), reporter.size()),
        runner.warmModules().stream().map(ContentHash::toString).toList(),
        runner.engine());
  }
}
