package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what authors of modules do before there is a job. None of it needs a controller. */
@Command(
    name = "task",
    description = {
      "For authors of modules: look at one, test it, begin a new one.",
      "Works without a cluster."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class TaskCommand implements Runnable {
  @Spec private CommandSpec spec;

  private TaskCommand() {}

  public static CommandLine withCommands(Terminal terminal) {
    return new CommandLine(new TaskCommand())
        .addSubcommand(new TaskInspectCommand(terminal))
        .addSubcommand(new TaskTestCommand(terminal))
        .addSubcommand(new TaskNewCommand(terminal));
  }

  /** Without a command there is nothing to do, which is wrong usage. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}
