package io.processdistro.controller.cli.access;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.Authorities;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes the authority that a controller's certificates come from. */
@Command(
    name = "authority",
    description = {
      "rotate: replaces the controller's authority (CA) by a new one, while everything goes on.",
      "The former one stays believed for 24 hours; nodes renew their certificates within that time.",
      "Copies of controller.json and tokens on other machines are of no use after it: replace them."
    })
public final class AuthorityCommand implements Callable<Integer> {
  /** What can be done with it. */
  enum Wish {
    ROTATE
  }

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "rotate", description = "What is wanted.")
  private Wish wish;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public AuthorityCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      switch (wish) {
        case ROTATE -> {
          var present = Authorities.parse(client.rotateAuthority().authorities());
          terminal.say("the authority is now " + present.fingerprint());
        }
      }
    }
    return ExitCode.OK.status();
  }
}
