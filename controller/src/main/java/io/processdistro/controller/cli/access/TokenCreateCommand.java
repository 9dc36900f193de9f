package io.processdistro.controller.cli.access;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.ShownTime;
import io.processdistro.controller.client.ClientException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a token and prints its secret, which is shown this once. */
@Command(
    name = "create",
    description = {
      "Makes a token and prints it on standard output, this once.",
      "viewer: sees jobs and nodes. submitter: submits jobs, and sees its own. admin: everything.",
      "node: admits nodes, each use one."
    })
final class TokenCreateCommand implements Callable<Integer> {
  private static final String NODE = "node";
  private static final int NODE_USES = 1;

  private final Terminal terminal;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "node, viewer, submitter or admin.")
  private String role;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Who will have it; jobs carry it as their submitter.")
  private String name;

  @Option(
      names = "--ttl",
      defaultValue = "24h",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long it is good for, such as 30m or 720h; default: ${DEFAULT-VALUE}. At most 24h for"
              + " node, 8784h for others.")
  private Duration ttl;

  @Option(
      names = "--uses",
      paramLabel = "COUNT",
      description = "How many nodes it admits; default: 1. Only with --role node.")
  private Integer uses;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  TokenCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    if (uses != null && !role.equals(NODE)) {
      throw new CommandException(ExitCode.USAGE, "--uses: only with --role node");
    }
    var wanted = role.equals(NODE) && uses == null ? Integer.valueOf(NODE_USES) : uses;
    var request = new TokenJson.Request(name, role, ttl.toSeconds(), wanted);
    try (var client = connection.connect(terminal)) {
      var issued = client.createToken(request);
      if (style.isData()) {
        var secret = client.pinned(issued.secret());
        style.print(terminal, new TokenJson.Issued(issued.token(), secret));
      } else {
        terminal.out().println(client.pinned(issued.secret()));
        terminal.say(
            "token "
                + issued.token().id()
                + " of "
                + issued.token().name()
                + ", "
                + issued.token().role()
                + ", until "
                + ShownTime.toSeconds(issued.token().expiresAt())
                + "; it is not shown again. Keep it in a file of mode 600 for --token-file");
      }
    }
    return ExitCode.OK.status();
  }
}
