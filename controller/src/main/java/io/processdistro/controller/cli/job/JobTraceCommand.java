package io.processdistro.controller.cli.job;

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

/** Fetches what ran where and when. */
@Command(
    name = "trace",
    description = {
      "Writes what ran where and when as a trace that ui.perfetto.dev and chrome://tracing open.",
      "The controller remembers the newest tasks of the latest jobs, since its start."
    })
final class JobTraceCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final JobFile file = new JobFile();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  JobTraceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    var target = file.target(terminal);
    try (var client = connection.connect(terminal)) {
      var job = client.job(file.job());
      long bytes = target.write(stream -> client.trace(job.id(), stream));
      terminal.say("job " + job.id() + ": " + target + " (" + Amounts.bytes(bytes) + ")");
      if (!target.isStandardOutput()) terminal.suggest("open it at https://ui.perfetto.dev");
    }
    return ExitCode.OK.status();
  }
}
