package io.processdistro.controller.cli.access;

import io.processdistro.common.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what can be done with tokens. */
@Command(
    name = "token",
    description = "Makes, lists and revokes tokens: for people, programs, and nodes that join.",
    synopsisSubcommandLabel = "COMMAND")
public final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  private TokenCommand() {}

  public static CommandLine withCommands(Terminal terminal) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new TokenCreateCommand(terminal))
        .addSubcommand(new TokenListCommand(terminal))
        .addSubcommand(new TokenRevokeCommand(terminal));
  }

  /** Without a command there is nothing to do, which is wrong usage. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
