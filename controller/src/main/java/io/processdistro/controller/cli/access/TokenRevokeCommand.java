package io.processdistro.controller.cli.access;

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

/** Makes a token worthless. */
@Command(name = "revoke", description = "Makes a token worthless from now on.")
final class TokenRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "TOKEN",
      description =
          "Its id or a unique start of it, as \"controller token list\" shows it; not the secret.")
  private String id;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  TokenRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      var token = client.revokeToken(id);
      if (style.isData()) style.print(terminal, token);
      else terminal.say("token " + token.id() + " of " + token.name() + " is revoked");
    }
    return ExitCode.OK.status();
  }
}
