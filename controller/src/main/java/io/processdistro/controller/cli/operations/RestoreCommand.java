package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.backup.Restore;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.StateDirectoryOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a state directory of a backup. */
@Command(
    name = "restore",
    description =
        "Makes a state directory of a backup, one that holds no controller's state yet; then"
            + " controller start --state-dir DIRECTORY goes on from there.")
public final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "A backup made by controller backup.")
  private Path file;

  @Mixin private final StateDirectoryOption state = new StateDirectoryOption();

  public RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws StateException {
    var directory = state.directory().toAbsolutePath();
    Restore.read(file, directory);
    terminal.say("restored; go on with: controller start --state-dir " + directory);
    return ExitCode.OK.status();
  }
}
