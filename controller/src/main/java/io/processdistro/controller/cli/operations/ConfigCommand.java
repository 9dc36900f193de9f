package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what looks at configurations. */
@Command(
    name = "config",
    description = {
      "Shows the configuration that holds, and checks files.",
      "Options win over variables (PROCESSDISTRO_CONTROLLER_PORT), these over processdistro.yaml in"
          + " this directory or above (or --config FILE), that over"
          + " ~/.config/processdistro/config.yaml, that over /etc/processdistro/config.yaml."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  private ConfigCommand() {}

  public static CommandLine withCommands(Terminal terminal) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigShowCommand(terminal))
        .addSubcommand(new ConfigCheckCommand(terminal));
  }

  /** Without a command there is nothing to do, which is wrong usage. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: show or check");
  }
}
