package io.processdistro.controller.cli;

import io.processdistro.common.state.StateException;
import io.processdistro.controller.backup.Restore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a state directory of a backup. */
@Command(
    name = "restore",
    description =
        "Makes a state directory of a backup; then controller start --state-dir DIRECTORY goes on"
            + " from there.")
final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "A backup made by controller backup.")
  private Path file;

  @Option(
      names = "--state-dir",
      required = true,
      paramLabel = "DIRECTORY",
      description = "Where the state is to be; must not hold a controller's state yet.")
  private Path stateDirectory;

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws StateException {
    Restore.read(file, stateDirectory.toAbsolutePath());
    terminal.say("restored; go on with: controller start --state-dir " + stateDirectory);
    return ExitCode.OK.status();
  }
}
