package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a job. */
@Command(name = "cancel", description = "Cancels a job; a finished one stays as it is.")
public final class CancelCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "ID", description = "The job's id or a unique start of it.")
  private String id;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public CancelCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      var job = client.cancel(id);
      if (style.isData()) style.print(terminal, job);
      terminal.say("job " + job.id() + " is " + job.state());
      if (job.state().equals("cancelled")) terminal.suggest("controller resume " + job.id());
      return (job.state().equals("cancelled") ? ExitCode.OK : ExitCode.ERROR).status();
    }
  }
}
