package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.waiting.Interruption;
import io.processdistro.controller.cli.waiting.JobStates;
import io.processdistro.controller.cli.waiting.JobWaiter;
import io.processdistro.controller.cli.waiting.WaitOptions;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Waits for jobs, in the order they are given; they run beside each other as ever. */
@Command(
    name = "wait",
    description = {
      "Waits until all of these jobs are finished.",
      "Exits with 0 if all are completed, 4 if one failed or was cancelled, 5 at the time-out."
    })
final class JobWaitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "The ids of jobs, or unique starts of them.")
  private List<String> ids;

  @Mixin private final WaitOptions waiting = new WaitOptions();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  JobWaitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    var limits = waiting.limits();
    long startNanos = System.nanoTime();
    try (var client = connection.connect(terminal)) {
      // A mistyped id is told before anything is waited for.
      var jobs = new ArrayList<JobJson>();
      for (var id : ids) jobs.add(client.job(id));
      for (int i = 0; i < jobs.size(); i++) {
        jobs.set(i, await(client, jobs.get(i), left(limits, startNanos)));
      }
      return tell(jobs);
    }
  }

  private JobJson await(ControllerClient client, JobJson job, JobWaiter.Limits limits)
      throws ClientException, CommandException {
    try (var _ = Interruption.ofWaiting(terminal, job.id(), connection)) {
      return new JobWaiter(client, terminal, System::nanoTime).await(job, limits);
    }
  }

  /** The time-out is one for all of them together. */
  private static JobWaiter.Limits left(JobWaiter.Limits limits, long startNanos) {
    var waited = Duration.ofNanos(System.nanoTime() - startNanos);
    Optional<Duration> total =
        limits.total().map(most -> most.minus(waited)).map(JobWaitCommand::atLeastNothing);
    return new JobWaiter.Limits(total, limits.placement());
  }

  private static Duration atLeastNothing(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private int tell(List<JobJson> jobs) {
    if (style.isData()) style.print(terminal, jobs);
    boolean all = true;
    for (var job : jobs) {
      all &= JobStates.completed(job);
      var error = job.error() == null ? "" : ": " + job.error().message();
      terminal.say(
          "job "
              + job.id()
              + " "
              + job.state()
              + " after "
              + Amounts.milliseconds(job.timing().totalMs())
              + error);
    }
    return (all ? ExitCode.OK : ExitCode.JOB_FAILED).status();
  }
}
