package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.cli.WatchOption;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.Passing;
import io.processdistro.controller.cli.shared.ShownTime;
import io.processdistro.controller.cli.waiting.JobStates;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists jobs, the newest first. */
@Command(name = "jobs", description = "Lists jobs, the newest first.")
public final class JobsCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 100_000;

  private final Terminal terminal;

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "At most so many jobs; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only jobs that are queued, running, completed, failed or cancelled.")
  private String state;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final WatchOption watch = new WatchOption();
  @Mixin private final OutputOptions style = new OutputOptions();

  public JobsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new CommandException(ExitCode.USAGE, "--limit: 1 to " + LIMIT_MAX + ", not " + limit);
    }
    try (var client = connection.connect(terminal)) {
      watch.show(terminal, Passing::mayPass, screen -> show(client, screen));
    }
    return ExitCode.OK.status();
  }

  private void show(ControllerClient client, Terminal screen) throws ClientException {
    var jobs = client.jobs(limit, Optional.ofNullable(state));
    style.show(screen, jobs, () -> print(jobs, screen));
    if (watch.given() || style.isData()) return;
    terminal.suggest(
        jobs.isEmpty()
            ? "controller submit-task --task-type mandelbrot --output picture.png"
            : "controller job " + jobs.getFirst().id());
  }

  private static void print(List<JobJson> jobs, Terminal screen) {
    var table =
        new TextTable("ID", "TASK TYPE", "STATE", "DONE", "SUBMITTED", "TIME", "WAITS", "RESULT")
            .dispensing("SUBMITTED", "RESULT");
    for (var job : jobs) {
      table.row(
          job.id(),
          job.taskType() + (job.estimate() ? " (estimate)" : ""),
          job.state(),
          (int) (job.progress().fraction() * 100) + " %",
          ShownTime.toSeconds(job.submittedAt()),
          Amounts.milliseconds(job.timing().totalMs()),
          waits(job),
          job.result() == null
              ? null
              : job.result().fileName() + ", " + Amounts.bytes(job.result().bytes()));
    }
    table.print(screen);
  }

  /** Shown only where waiting is no matter of time. */
  private static String waits(JobJson job) {
    return JobStates.unplaceable(job) ? job.waitingCode().replace('_', ' ') : null;
  }
}
