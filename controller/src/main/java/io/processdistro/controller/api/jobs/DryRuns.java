package io.processdistro.controller.api.jobs;

import io.processdistro.common.values.JobId;
import io.processdistro.controller.api.view.DryRunJson;
import io.processdistro.controller.jobs.DryRun;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.scheduler.view.NodeState;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Shows what would become of a submission as the API does. Belongs to the event loop. */
public final class DryRuns {
  private static final long MEBIBYTE = 1L << 20;

  private final NodeDirectory directory;
  private final Supplier<SchedulerSnapshot> snapshots;

  public DryRuns(NodeDirectory directory, Supplier<SchedulerSnapshot> snapshots) {
    this.directory = directory;
    this.snapshots = snapshots;
  }

  DryRunJson of(String taskType, DryRun dryRun) {
    var plan = dryRun.plan();
    var limits = plan.limits();
    var format = plan.resultFormat();
    var bytes = plan.resultBytes();
    return new DryRunJson(
        taskType,
        plan.grains(),
        plan.open(),
        plan.grainsPerTaskMax(),
        Math.ceilDiv(plan.grains(), plan.grainsPerTaskMax()),
        dryRun.inputBytes(),
        new DryRunJson.TaskWalls(
            limits.memoryBytesMax(), limits.wallMillisMax(), limits.outputBytesMax()),
        new DryRunJson.PlannedResult(
            format.extension(), format.contentType(), bytes.isPresent() ? bytes.getAsLong() : null),
        placement(plan),
        dryRun.reusedFrom().map(JobId::text).orElse(null));
  }

  /** Where its tasks would run now. */
  DryRunJson.Placement placement(JobPlan plan) {
    var ready = readyNodes();
    long needed = plan.limits().memoryBytesMax();
    var fitting = ready.stream().filter(node -> node.taskMemoryBytesMax() >= needed).toList();
    return new DryRunJson.Placement(
        ready.size(),
        fitting.size(),
        fitting.stream().mapToInt(KnownNode::slots).sum(),
        fitting.isEmpty() ? whyNowhere(ready, needed) : null);
  }

  private List<KnownNode> readyNodes() {
    return snapshots.get().nodes().stream()
        .filter(view -> view.state() == NodeState.READY)
        .map(view -> directory.find(view.node()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String whyNowhere(List<KnownNode> ready, long neededBytes) {
    if (ready.isEmpty()) return "no node is ready";
    long most = ready.stream().mapToLong(KnownNode::taskMemoryBytesMax).max().orElse(0);
    return "a task needs %d MiB of memory, no ready node offers more than %d MiB"
        .formatted(Math.ceilDiv(neededBytes, MEBIBYTE), most / MEBIBYTE);
  }
}
