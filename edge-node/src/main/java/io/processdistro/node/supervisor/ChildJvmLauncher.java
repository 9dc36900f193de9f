package io.processdistro.node.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts runners as child processes that inherit nothing they could leak: an empty environment and
 * an empty working directory.
 */
public final class ChildJvmLauncher implements RunnerLauncher {
  private final List<String> command;
  private final Path workingDirectory;

  /**
   * @param command the whole command line, with absolute paths
   */
  public ChildJvmLauncher(List<String> command, Path workingDirectory) {
    this.command = List.copyOf(command);
    this.workingDirectory = workingDirectory;
  }

  @Override
  public Process launch() throws IOException {
    var builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
    builder.environment().clear();
    return builder.start();
  }
}
