package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.top.NodeOrder;
import io.processdistro.controller.top.Top;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows nodes and jobs as they change. */
@Command(
    name = "top",
    description = {
      "Shows nodes and jobs on the whole terminal, as they change; q ends it.",
      "Where there is no terminal, or with -o json, shows them once."
    })
public final class TopCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--sort",
      paramLabel = "name|cpu|memory|tasks|queue",
      defaultValue = "name",
      description = "By what nodes are sorted at first; default: ${DEFAULT-VALUE}.")
  private NodeOrder order;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public TopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      var top = new Top(terminal, order);
      if (terminal.screen() && !style.isData()) {
        top.run(client);
      } else {
        var overview = client.overview();
        style.show(terminal, overview, () -> top.showOnce(overview));
      }
      return ExitCode.OK.status();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR, "this terminal cannot be used as a screen: " + e.getMessage(), e);
    }
  }
}
