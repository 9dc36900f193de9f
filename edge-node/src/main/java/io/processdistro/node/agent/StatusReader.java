package io.processdistro.node.agent;

import io.processdistro.common.wire.SandboxFacts;
import io.processdistro.node.blobs.BlobCache;
import io.processdistro.node.link.MessageSender;
import io.processdistro.node.owner.WorkHours;
import io.processdistro.node.spool.Reporter;
import io.processdistro.node.supervisor.RunnerFleet;
import io.processdistro.node.tasks.RunningTask;
import io.processdistro.node.tasks.TaskDesk;
import java.util.Locale;

/** Collects what the owner of this node is shown. Belongs to the event loop. */
final class StatusReader {
  private final NodeConfig config;
  private final SandboxFacts sandbox;
  private final MessageSender link;
  private final Intake intake;
  private final TaskDesk desk;
  private final OwnerDesk owner;
  private final RunnerFleet fleet;
  private final BlobCache cache;
  private final Reporter reporter;
  private final WorkTotals totals;

  StatusReader(
      NodeConfig config,
      SandboxFacts sandbox,
      MessageSender link,
      Intake intake,
      TaskDesk desk,
      OwnerDesk owner,
      RunnerFleet fleet,
      BlobCache cache,
      Reporter reporter,
      WorkTotals totals) {
    this.config = config;
    this.sandbox = sandbox;
    this.link = link;
    this.intake = intake;
    this.desk = desk;
    this.owner = owner;
    this.fleet = fleet;
    this.cache = cache;
    this.reporter = reporter;
    this.totals = totals;
  }

  NodeStatus read() {
    return new NodeStatus(
        config.name().text(),
        config.identity().id().text(),
        ProcessHandle.current().pid(),
        config.link().controller().toString(),
        link.isConnected(),
        intake.isOpen(),
        intake.reasons(),
        desk.runningTasks().stream().map(StatusReader::show).toList(),
        desk.waiting(),
        limits(),
        usage(),
        totals.today(fleet.cpuMillis()),
        totals.sinceStart(fleet.cpuMillis()));
  }

  private NodeStatus.Limits limits() {
    var rules = owner.word().rules();
    return new NodeStatus.Limits(
        config.limits().slots(),
        rules.coresMax().isPresent() ? rules.coresMax().getAsDouble() : null,
        config.memoryBytesMax(),
        rules.hours().map(WorkHours::toString).orElse(null),
        rules.idle().map(idle -> idle.quiet().toSeconds()).orElse(null),
        sandbox.lowPriority());
  }

  private NodeStatus.Usage usage() {
    return new NodeStatus.Usage(
        owner.coresUsed(),
        fleet.residentBytes(),
        fleet.count(),
        cache.bytes(),
        reporter.bytes(),
        owner.word().coresOfOthers().orElse(null));
  }

  private static NodeStatus.Task show(RunningTask task) {
    return new NodeStatus.Task(
        task.job().text(),
        task.submitter().orElse(null),
        task.taskType(),
        task.phase().name().toLowerCase(Locale.ROOT),
        task.from(),
        task.to(),
        task.running().toMillis() / 1e3);
  }
}
