package io.processdistro.controller.cli.submit;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.EstimateJson;

/** Tells people how long a job would take, and what that was concluded from. */
final class EstimateTable {
  private EstimateTable() {}

  static void print(Terminal terminal, EstimateJson estimate) {
    var table = new TextTable("ESTIMATE", estimate.taskType());
    table.row("time", time(estimate));
    table.row("measured", measured(estimate));
    table.row("ahead", ahead(estimate.ahead()));
    table.row("placement", DryRunTable.placement(estimate.placement()));
    if (estimate.grainsOpen()) table.row("not in it", "merges, which follow from the results");
    if (estimate.reusedFrom() != null) table.row("reuse", DryRunTable.reuse(estimate.reusedFrom()));
    table.print(terminal);
  }

  private static String time(EstimateJson estimate) {
    if (estimate.lowSeconds() == null) return "cannot be told: no tile was done";
    var low = Amounts.milliseconds(estimate.lowSeconds() * 1e3);
    if (estimate.highSeconds() == null) {
      return "at least " + low + "; too few tiles were done to tell more";
    }
    return low + " to " + Amounts.milliseconds(estimate.highSeconds() * 1e3);
  }

  private static String measured(EstimateJson estimate) {
    if (estimate.tilesDone() == 0) return "nothing";
    return (estimate.tilesDone() == estimate.tiles()
            ? estimate.tiles() + " tiles"
            : estimate.tilesDone() + " of " + estimate.tiles() + " tiles")
        + " of "
        + (estimate.grainsPerTile() == 1
            ? "1 grain"
            : Amounts.count(estimate.grainsPerTile()) + " grains")
        + ", of "
        + Amounts.count(estimate.grains())
        + " in all; a grain took "
        + Amounts.milliseconds(estimate.grainMs())
        + " \u00b1 "
        + Amounts.milliseconds(estimate.grainMsDeviation());
  }

  private static String ahead(EstimateJson.Ahead ahead) {
    if (ahead.jobs() == 0) return "nothing";
    var jobs = ahead.jobs() == 1 ? "1 job" : Amounts.count(ahead.jobs()) + " jobs";
    var known = jobs + ", up to " + Amounts.milliseconds(ahead.secondsMax() * 1e3);
    return ahead.jobsUnknown() == 0
        ? known
        : known + "; of " + ahead.jobsUnknown() + " of them nothing is known yet";
  }
}
