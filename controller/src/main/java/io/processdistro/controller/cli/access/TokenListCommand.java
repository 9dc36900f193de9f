package io.processdistro.controller.cli.access;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.cli.WatchOption;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.Passing;
import io.processdistro.controller.cli.shared.ShownTime;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the tokens, without their secrets. */
@Command(
    name = "list",
    description = "Lists the tokens that were made; worthless ones for some days.")
final class TokenListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final WatchOption watch = new WatchOption();
  @Mixin private final OutputOptions style = new OutputOptions();

  TokenListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (var client = connection.connect(terminal)) {
      watch.show(
          terminal,
          Passing::mayPass,
          screen -> {
            var tokens = client.tokens();
            style.show(screen, tokens, () -> print(tokens, screen));
          });
    }
    return ExitCode.OK.status();
  }

  private static void print(List<TokenJson> tokens, Terminal screen) {
    var table =
        new TextTable("TOKEN", "NAME", "ROLE", "STATE", "EXPIRES", "USES LEFT")
            .dispensing("USES LEFT");
    for (var token : tokens) {
      table.row(
          token.id(),
          token.name(),
          token.role(),
          token.state(),
          ShownTime.toSeconds(token.expiresAt()),
          token.usesLeft());
    }
    table.print(screen);
  }
}
