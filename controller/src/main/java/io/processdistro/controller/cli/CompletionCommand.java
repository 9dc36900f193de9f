package io.processdistro.controller.cli;

import io.processdistro.common.cli.CompletionScript;
import io.processdistro.common.cli.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what teaches a shell this program's commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in a shell.",
      "bash, zsh: source <(controller completion bash). fish: controller completion fish | source."
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private CompletionScript shell;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().print(shell.of("controller", ControllerCommand.whole(terminal)));
    terminal.out().flush();
    return ExitCode.OK.status();
  }
}
