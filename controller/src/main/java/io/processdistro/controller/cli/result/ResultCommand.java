package io.processdistro.controller.cli.result;

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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a job's result. */
@Command(name = "result", description = "Fetches the result of a completed job.")
public final class ResultCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "The job's id or a unique start of it.")
  private String id;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where to write it; - for standard output, DIRECTORY/ for several files.")
  private String output;

  @Option(names = "--wait", description = "Wait until the job is finished.")
  private boolean wait;

  @Mixin private final WaitOptions waiting = new WaitOptions();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public ResultCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    var target = ResultTarget.at(output, terminal);
    var limits = waiting.limits();
    try (var client = connection.connect(terminal)) {
      var job = client.job(id);
      if (wait) job = await(client, job, limits);
      JobStates.requireSuccess(job, terminal);
      if (!JobStates.completed(job)) {
        throw new CommandException(
            ExitCode.ERROR,
            "job " + job.id() + " is " + job.state() + " and has no result yet: add --wait");
      }
      boolean archive = job.result() != null && job.result().format().equals("tar");
      if (target instanceof DirectoryTarget && !archive) {
        throw new CommandException(
            ExitCode.USAGE, "--output: " + output + " is a directory, and the result is one file");
      }
      long bytes = target.write(stream -> client.result(id, stream));
      terminal.say("job " + job.id() + ": " + target + " (" + Amounts.bytes(bytes) + ")");
      if (style.isData() && !target.isStandardOutput()) style.print(terminal, job);
    }
    return ExitCode.OK.status();
  }

  private JobJson await(ControllerClient client, JobJson job, JobWaiter.Limits limits)
      throws ClientException, CommandException {
    try (var _ = Interruption.ofWaiting(terminal, job.id(), connection)) {
      return new JobWaiter(client, terminal, System::nanoTime).await(job, limits);
    }
  }
}
