package io.processdistro.node.cli;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.WatchOption;
import io.processdistro.common.state.StateException;
import io.processdistro.node.local.LocalRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the owner what this machine computes, and for whom. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows what this machine computes for whom, its limits, and what it did today.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private LocalNodes nodes;
  @Mixin private OutputOptions style;
  @Mixin private WatchOption watch;

  @Override
  public Integer call() throws Exception {
    watch.show(Terminal.ofThisProcess(), StateException.class::isInstance, this::draw);
    return 0;
  }

  private void draw(Terminal terminal) throws StateException {
    var running = nodes.ask(new LocalRequest.Status());
    style.show(terminal, running, () -> running.forEach(node -> StatusText.draw(terminal, node)));
  }
}
