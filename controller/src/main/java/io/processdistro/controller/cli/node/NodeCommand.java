package io.processdistro.controller.cli.node;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wanted of one node. */
@Command(
    name = "node",
    description = {
      "Drains, pauses, resumes, revokes, approves or denies a node; \"nodes approve\" is the same as"
          + " \"node approve\".",
      "drain: it finishes what runs and gets nothing more, until it is resumed or starts anew.",
      "pause: the same, also after it starts anew. resume: it works again.",
      "revoke: it is cut off and cannot come back.",
      "approve: one that waits without a token is admitted, one that was revoked may come back.",
      "deny: one that waits is told to go. Approve only a node that shows the code of \"nodes\"."
    })
public final class NodeCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;
  private static final String PENDING = "pending";

  /** What can be wanted of a node; its lower-case name is the last part of the path. */
  enum Wish {
    DRAIN,
    PAUSE,
    RESUME,
    REVOKE,
    APPROVE,
    DENY;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "drain|pause|resume|revoke|approve|deny",
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

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description =
          "With approve or deny, for a node that waits: the code that the node shows; default: you"
              + " are asked whether the node shows the code that the controller has.")
  private String code;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public NodeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws CommandException, ClientException, StateException, InterruptedException {
    if (wish != Wish.DRAIN && wish != Wish.PAUSE && wait != null) {
      throw new CommandException(
          ExitCode.USAGE, "--wait is for drain and pause: the others take effect at once");
    }
    if (wish != Wish.APPROVE && wish != Wish.DENY && code != null) {
      throw new CommandException(ExitCode.USAGE, "--code is for approve and deny");
    }
    var longest = wait == null ? Duration.ZERO : wait;
    try (var client = connection.connect(terminal)) {
      var waiting = waiting(client);
      if (waiting.isPresent()) return decide(client, waiting.get());
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

  /** The node that is meant, if it waits for approval. */
  private Optional<NodeJson> waiting(ControllerClient client) throws ClientException {
    if (wish != Wish.APPROVE && wish != Wish.DENY) return Optional.empty();
    return code == null
        ? Optional.of(client.node(node)).filter(one -> one.state().equals(PENDING))
        : client.nodes().stream().filter(this::isMeant).findFirst();
  }

  private boolean isMeant(NodeJson one) {
    return one.state().equals(PENDING) && (one.name().equals(node) || one.id().startsWith(node));
  }

  private int decide(ControllerClient client, NodeJson waiting)
      throws ClientException, CommandException {
    var compared = code == null ? compare(waiting) : code;
    var decided = client.decide(code == null ? waiting.id() : node, wish.text(), compared);
    if (style.isData()) style.print(terminal, decided);
    terminal.say(
        wish == Wish.APPROVE
            ? "node " + decided.name() + " is admitted and will join within seconds"
            : "node " + decided.name() + " is not admitted");
    return ExitCode.OK.status();
  }

  /** To deny, nothing needs to be compared. */
  private String compare(NodeJson waiting) throws CommandException {
    if (wish == Wish.DENY) return waiting.code();
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--code is missing: the code that the node shows; it must be "
              + waiting.code()
              + ", else somebody is between the node and the controller");
    }
    var answer =
        console.readLine("does the node %s show the code %s? [y/N] ", node, waiting.code());
    if (answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      return waiting.code();
    }
    throw new CommandException(ExitCode.ERROR, "not admitted: the codes have to be the same");
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
