package io.processdistro.controller.cli.shared;

import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --state-dir} of commands that work on a controller's files instead of asking it. */
public final class StateDirectoryOption {
  @Option(
      names = "--state-dir",
      paramLabel = "DIRECTORY",
      description = "The controller's state; default: PROCESSDISTRO_STATE_DIR, else per user.")
  private Path stateDirectory;

  public Path directory() throws StateException {
    return StateHome.ofThisProcess().stateDirectory(Optional.ofNullable(stateDirectory));
  }
}
