package io.processdistro.node.cli;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.node.local.LocalRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Wants the machine back for a while. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Takes no more work, gives back what has not started and finishes what runs.",
      "Holds until 'edge-node resume' or the time is over, also when the node is started again."
    })
final class PauseCommand implements Callable<Integer> {
  @Mixin private LocalNodes nodes;
  @Mixin private OutputOptions style;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "For so long, such as 90m or 2h, at least 1s; default: until resumed.")
  private Duration span;

  @Override
  public Integer call() throws StateException {
    var terminal = Terminal.ofThisProcess();
    var seconds = span == null ? null : Long.valueOf(span.toSeconds());
    LocalRequest.Pause request;
    try {
      request = new LocalRequest.Pause(seconds);
    } catch (IllegalArgumentException e) {
      terminal.say("edge-node: --for: " + e.getMessage());
      return EdgeNodeCommand.USAGE;
    }
    var paused = nodes.ask(request);
    style.show(
        terminal, paused, () -> paused.forEach(node -> StatusText.tellState(terminal, node)));
    if (!style.isData()) terminal.suggest("edge-node resume");
    return 0;
  }
}
