package io.processdistro.common.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what teaches a shell the program's commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in a shell.",
      "bash, zsh: source <(${ROOT-COMMAND-NAME} completion bash). fish: ${ROOT-COMMAND-NAME}"
          + " completion fish | source."
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<CommandLine> program;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private CompletionScript shell;

  /**
   * @param program with every command it has
   */
  public CompletionCommand(Terminal terminal, Supplier<CommandLine> program) {
    this.terminal = terminal;
    this.program = program;
  }

  @Override
  public Integer call() {
    terminal.out().print(shell.of(spec.root().name(), program.get()));
    terminal.out().flush();
    return 0;
  }
}
