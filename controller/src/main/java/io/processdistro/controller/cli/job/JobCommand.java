package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.cli.WatchOption;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.Passing;
import io.processdistro.controller.cli.shared.ShownTime;
import io.processdistro.controller.cli.waiting.JobStates;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one job. */
@Command(
    name = "job",
    description = {
      "Shows one job: state, progress, times, attempts.",
      "With a command: waits for jobs, fetches a job's trace, writes a report of it."
    },
    synopsisSubcommandLabel = "[COMMAND]")
public final class JobCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  /** Not required by picocli, which would want it beside a command of this one too. */
  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The job's id or a unique start of it.")
  private String id;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final WatchOption watch = new WatchOption();
  @Mixin private final OutputOptions style = new OutputOptions();

  JobCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  public static CommandLine withCommands(Terminal terminal) {
    return new CommandLine(new JobCommand(terminal))
        .addSubcommand(new JobWaitCommand(terminal))
        .addSubcommand(new JobTraceCommand(terminal))
        .addSubcommand(new JobReportCommand(terminal));
  }

  @Override
  public Integer call() throws Exception {
    if (id == null) {
      throw new ParameterException(
          spec.commandLine(),
          "missing required parameter: 'ID', or one of the commands wait, trace, report");
    }
    try (var client = connection.connect(terminal)) {
      watch.show(terminal, Passing::mayPass, screen -> show(client, screen));
    }
    return ExitCode.OK.status();
  }

  private void show(ControllerClient client, Terminal screen) throws ClientException {
    var job = client.job(id);
    style.show(screen, job, () -> print(screen, job));
    if (!watch.given() && !style.isData()) suggest(job);
  }

  private void suggest(JobJson job) {
    if (job.estimate()) return;
    if (JobStates.completed(job)) {
      terminal.suggest("controller result " + job.id() + " --output " + job.result().fileName());
    } else if (JobStates.finished(job)) {
      terminal.suggest("controller explain " + job.id() + ", or controller resume " + job.id());
    } else {
      terminal.suggest("controller result " + job.id() + " --wait --output FILE");
    }
  }

  static void print(Terminal terminal, JobJson job) {
    var table = new TextTable("JOB", job.id());
    table.row("task type", job.taskType());
    if (job.estimate())
      table.row("estimate", "a few tiles, to tell how long all would take; no result");
    table.row("params", job.params());
    table.row("state", job.state());
    if (job.waitingReason() != null) table.row("waits", job.waitingReason());
    if (job.error() != null) table.row("error", job.error().code() + ": " + job.error().message());
    if (job.module() != null) table.row("module", job.module());
    table.row("submitter", job.submitter() + ", priority " + job.priority());
    var progress = job.progress();
    table.row(
        "grains",
        Amounts.count(progress.grainsDone())
            + " of "
            + Amounts.count(progress.grainsTotal())
            + (progress.grainsOpen() ? " known so far" : "")
            + " done, "
            + Amounts.count(progress.grainsRunning())
            + " on nodes");
    table.row("submitted", ShownTime.toSeconds(job.submittedAt()));
    table.row("started", ShownTime.toSeconds(job.startedAt()));
    table.row("finished", ShownTime.toSeconds(job.finishedAt()));
    addTiming(table, job.timing());
    addStats(table, job.stats());
    if (job.result() != null) {
      var result = job.result();
      table.row("result", result.fileName() + ", " + Amounts.bytes(result.bytes()));
      if (result.reusedFrom() != null) table.row("computed by", "job " + result.reusedFrom());
    }
    table.print(terminal);
  }

  private static void addTiming(TextTable table, JobJson.Timing timing) {
    table.row(
        "time",
        Amounts.milliseconds(timing.totalMs())
            + " (plan "
            + Amounts.milliseconds(timing.planMs())
            + ", run "
            + Amounts.milliseconds(timing.runMs())
            + ", finish "
            + Amounts.milliseconds(timing.finishMs())
            + ")");
    table.row(
        "slot time",
        Amounts.milliseconds(timing.slotMs())
            + ", of it in the kernel "
            + Amounts.milliseconds(timing.kernelMs()));
  }

  private static void addStats(TextTable table, JobJson.Stats stats) {
    table.row(
        "attempts",
        Amounts.count(stats.attempts())
            + " (accepted "
            + stats.accepted()
            + ", duplicate "
            + stats.duplicate()
            + ", stale "
            + stats.stale()
            + ", invalid "
            + stats.invalid()
            + ", failed "
            + stats.failed()
            + ", cancelled "
            + stats.cancelled()
            + ", lost "
            + stats.lost()
            + ")");
    table.row(
        "scheduler",
        stats.steals() + " steals, " + stats.retries() + " retries, " + stats.hedges() + " hedges");
  }
}
