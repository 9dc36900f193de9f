package io.processdistro.controller.cli;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wanted of one node. */
@Command(
    name = "node",
    description = {
      "Drains, pauses, resumes or revokes a node.",
      "drain: it finishes what runs and gets nothing more, until it is resumed or starts anew.",
      "pause: the same, also after it starts anew. resume: it works again.",
      "revoke: it is cut off and cannot come back. approve: it may come back."
    })
final class NodeCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  /** What can be wanted of a node; its lower-case name is the last part of the path. */
  enum Wish {
    DRAIN,
    PAUSE,
    RESUME,
    REVOKE,
    APPROVE;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "drain|pause|resume|revoke|approve",
      description = "What is wanted.")
  private Wish wish;

  @Parameters(index = "1", paramLabel = "NAME", description = "The node's name, id or start of it.")
  private String node;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "With drain or pause: wait until nothing runs on it, at most so long; 60s, 5m.")
  private Duration wait;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  NodeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws CommandException, ClientException, StateException, InterruptedException {
    if (wish != Wish.DRAIN && wish != Wish.PAUSE && wait != null) {
      throw new CommandException(
          ExitCode.USAGE, "--wait is for drain and pause: the others take effect at once");
    }
    var longest = wait == null ? Duration.ZERO : wait;
    try (var client = connection.connect(terminal)) {
      var asked = client.node(node, wish.text());
      var now = wait == null ? asked : awaitIdle(client, asked, longest);
      if (style.isData()) style.print(terminal, now);
      terminal.say(
          "node " + now.name() + " is " + now.state() + ", " + now.running() + " tasks run on it");
      if (wish == Wish.DRAIN || wish == Wish.PAUSE) {
        terminal.suggest("controller node resume " + now.name() + connection.asGiven());
      }
      return ExitCode.OK.status();
    }
  }

  private static NodeJson awaitIdle(ControllerClient client, NodeJson asked, Duration longest)
      throws ClientException, CommandException, InterruptedException {
    long start = System.nanoTime();
    var now = asked;
    while (now.running() + now.queued() > 0) {
      if (System.nanoTime() - start > longest.toNanos()) {
        throw new CommandException(
            ExitCode.TIME_OUT, now.running() + " tasks still run on node " + now.name());
      }
      Thread.sleep(POLL_MILLIS);
      now = client.node(asked.id());
    }
    return now;
  }
}
