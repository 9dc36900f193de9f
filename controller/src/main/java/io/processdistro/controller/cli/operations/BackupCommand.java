package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.backup.Backup;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.StateDirectoryOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies a controller's state into one file. */
@Command(
    name = "backup",
    description =
        "Copies a controller's state into one file, also while the controller runs. The file holds"
            + " its secrets: keep it private.")
public final class BackupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The backup to make; must not exist.")
  private Path file;

  @Mixin private final StateDirectoryOption state = new StateDirectoryOption();

  public BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws StateException {
    long lengthBytes = Backup.write(state.directory(), file.toAbsolutePath());
    terminal.say(file + ": " + Amounts.bytes(lengthBytes));
    terminal.suggest("controller restore " + file + " --state-dir DIRECTORY, where it is needed");
    return ExitCode.OK.status();
  }
}
