package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.ConfigurationException;
import io.processdistro.common.config.ConfigurationSources;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says whether a file is a configuration. */
@Command(
    name = "check",
    description = "Checks a configuration file; ends with 2 and the line at fault if it is wrong.")
final class ConfigCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The file, YAML or JSON.")
  private Path file;

  ConfigCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException {
    try {
      var configuration = ConfigurationSources.check(file);
      ConfiguredLimits.of(configuration);
      terminal.say(file + ": right");
      return ExitCode.OK.status();
    } catch (ConfigurationException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, file + ": " + e.getMessage(), e);
    }
  }
}
