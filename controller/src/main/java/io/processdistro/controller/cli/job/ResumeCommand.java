package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a failed or cancelled job go on. */
@Command(
    name = "resume",
    description = "Lets a failed or cancelled job go on: what was done of it stays.")
public final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "The job's id or a unique start of it.")
  private String id;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      var job = client.resume(id);
      if (style.isData()) style.print(terminal, job);
      var progress = job.progress();
      terminal.say(
          "job "
              + job.id()
              + " is "
              + job.state()
              + ", "
              + Amounts.count(progress.grainsDone())
              + " of "
              + Amounts.count(progress.grainsTotal())
              + " grains were done before");
      terminal.suggest("controller job " + job.id() + connection.asGiven() + " --watch");
      return ExitCode.OK.status();
    }
  }
}
