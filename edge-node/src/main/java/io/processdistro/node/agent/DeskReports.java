package io.processdistro.node.agent;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.link.MessageSender;
import io.processdistro.node.spool.Reporter;
import io.processdistro.node.tasks.TaskReports;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the task desk hands out goes to the spool, the link and the output files. */
final class DeskReports implements TaskReports {
  private final Reporter reporter;
  private final MessageSender link;
  private final OutputFiles outputs;
  private final Intake intake;
  private final WorkTotals totals;

  DeskReports(
      Reporter reporter,
      MessageSender link,
      OutputFiles outputs,
      Intake intake,
      WorkTotals totals) {
    this.reporter = reporter;
    this.link = link;
    this.outputs = outputs;
    this.intake = intake;
    this.totals = totals;
  }

  @Override
  public void report(TaskReport report, HeldLease.Claim claim, Optional<Path> outputFile) {
    totals.ended(report);
    reporter.report(report, claim, outputFile);
  }

  /** Not kept: if it is lost with the connection, the next Hello does not name these leases. */
  @Override
  public void giveBack(List<LeaseKey> leases) {
    for (int from = 0; from < leases.size(); from += WireLimits.BATCH_MAX) {
      int to = Math.min(leases.size(), from + WireLimits.BATCH_MAX);
      link.send(new NodeMessage.Revoked(leases.subList(from, to)));
    }
  }

  @Override
  public boolean holds(LeaseKey lease) {
    return reporter.holds(lease);
  }

  @Override
  public int unacknowledged() {
    return reporter.size();
  }

  @Override
  public boolean takesWork() {
    return intake.isOpen();
  }

  @Override
  public String newOutputFile() {
    return outputs.newFile();
  }

  @Override
  public void discard(String outputFile) {
    outputs.delete(Path.of(outputFile));
  }
}
