package io.processdistro.common.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the program's manual; for the build, which puts it into the distribution. */
@Command(
    name = "manual",
    hidden = true,
    description = "Writes the manual pages of all commands into a directory.")
public final class ManualCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> program;

  @Parameters(paramLabel = "DIRECTORY", description = "Where to; made if it is not there.")
  private Path directory;

  /**
   * @param program with every command it has
   */
  public ManualCommand(Terminal terminal, Supplier<CommandLine> program) {
    this.terminal = terminal;
    this.program = program;
  }

  @Override
  public Integer call() {
    try {
      int pages = ManualPages.write(program.get(), directory);
      terminal.say(pages + " pages in " + directory);
      return 0;
    } catch (IOException e) {
      terminal.say(directory + " cannot be written: " + e.getMessage());
      return 1;
    }
  }
}
