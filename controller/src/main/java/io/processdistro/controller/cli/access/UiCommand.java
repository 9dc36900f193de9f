package io.processdistro.controller.cli.access;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.controller.api.view.UiJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.ShownTime;
import io.processdistro.controller.client.ClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a browser into the dashboard. */
@Command(
    name = "ui",
    description = {
      "Prints a link to the dashboard that lets one browser in, within two minutes.",
      "The browser is then whoever asked for the link, for 12 hours."
    })
public final class UiCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--open", description = "Open it in this machine's browser instead.")
  private boolean open;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public UiCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * As {@code -o json} prints it.
   *
   * @param expiresAt RFC 3339
   */
  record Link(String url, String expiresAt) {}

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    UiJson.Link link;
    String url;
    try (var client = connection.connect(terminal)) {
      link = client.createLink();
      url = client.dashboardUrl(link);
    }
    if (open) {
      DashboardPage.open(StateHome.ofThisProcess(), url);
      terminal.say("the dashboard opens in the browser");
    } else if (style.isData()) {
      style.print(terminal, new Link(url, link.expiresAt()));
    } else {
      terminal.out().println(url);
      terminal.say("good for one browser, until " + ShownTime.toSeconds(link.expiresAt()));
    }
    return ExitCode.OK.status();
  }
}
