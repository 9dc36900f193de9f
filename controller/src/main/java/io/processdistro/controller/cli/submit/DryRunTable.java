package io.processdistro.controller.cli.submit;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.DryRunJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;

/** Tells people what would become of a job. */
final class DryRunTable {
  private DryRunTable() {}

  static void print(Terminal terminal, DryRunJson outlook) {
    var table = new TextTable("DRY RUN", outlook.taskType());
    table.row(
        "grains",
        Amounts.count(outlook.grains())
            + (outlook.grainsOpen() ? " in the first stage, more may follow" : ""));
    table.row(
        "tasks",
        Amounts.count(outlook.tasksMin())
            + " to "
            + Amounts.count(outlook.grains())
            + ", as fast as the nodes turn out to be; at most "
            + Amounts.count(outlook.grainsPerTaskMax())
            + " grains each");
    table.row("inputs", Amounts.bytes(outlook.inputBytes()));
    var walls = outlook.task();
    table.row(
        "each task",
        "at most "
            + Amounts.bytes(walls.memoryBytesMax())
            + " of memory, "
            + Amounts.milliseconds(walls.wallMillisMax())
            + ", "
            + Amounts.bytes(walls.outputBytesMax())
            + " of output");
    var result = outlook.result();
    table.row(
        "result",
        result.format()
            + ", "
            + (result.bytes() == null
                ? "its size depends on what is computed"
                : Amounts.bytes(result.bytes())));
    table.row("placement", placement(outlook.placement()));
    if (outlook.reusedFrom() != null) table.row("reuse", reuse(outlook.reusedFrom()));
    table.print(terminal);
  }

  static String placement(DryRunJson.Placement placement) {
    return placement.nodesFitting()
        + " of "
        + placement.nodesReady()
        + " ready nodes fit, with "
        + placement.slotsFitting()
        + " slots";
  }

  static String reuse(String job) {
    return "job " + job + " has this result already (--no-cache computes it again)";
  }

  /**
   * @param reusedFrom null if nothing of the job is there yet
   * @throws CommandException if nothing of the job would run now
   */
  static void requirePlacement(DryRunJson.Placement placement, String reusedFrom)
      throws CommandException {
    if (placement.reason() == null || reusedFrom != null) return;
    throw new CommandException(
        ExitCode.NOT_PLACED, "nothing of this job would run now: " + placement.reason());
  }
}
