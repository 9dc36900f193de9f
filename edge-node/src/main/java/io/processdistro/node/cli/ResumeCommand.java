package io.processdistro.node.cli;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.node.local.LocalRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a pause. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Ends a pause; hours and the use of the machine still count.")
final class ResumeCommand implements Callable<Integer> {
  @Mixin private LocalNodes nodes;
  @Mixin private OutputOptions style;

  @Override
  public Integer call() throws StateException {
    var terminal = Terminal.ofThisProcess();
    var resumed = nodes.ask(new LocalRequest.Resume());
    style.show(
        terminal, resumed, () -> resumed.forEach(node -> StatusText.tellState(terminal, node)));
    return 0;
  }
}
