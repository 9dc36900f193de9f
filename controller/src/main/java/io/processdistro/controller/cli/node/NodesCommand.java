package io.processdistro.controller.cli.node;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.cli.WatchOption;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.Passing;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the nodes. */
@Command(name = "nodes", description = "Lists the nodes: state, slots, load, engine.")
public final class NodesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final WatchOption watch = new WatchOption();
  @Mixin private final OutputOptions style = new OutputOptions();

  public NodesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (var client = connection.connect(terminal)) {
      watch.show(terminal, Passing::mayPass, screen -> show(client, screen));
    }
    return ExitCode.OK.status();
  }

  private void show(ControllerClient client, Terminal screen) throws ClientException {
    var nodes = client.nodes();
    style.show(screen, nodes, () -> print(nodes, screen));
    if (watch.given() || style.isData()) return;
    if (nodes.isEmpty()) {
      terminal.suggest(
          "edge-node on this machine; on others with a token of \"controller token create --role"
              + " node --name NAME\"");
    }
  }

  private static void print(List<NodeJson> nodes, Terminal screen) {
    var table =
        new TextTable(
                "NAME", "STATE", "SLOTS", "RUNNING", "QUEUED", "DONE", "ENGINE", "ADDRESS", "NOTE")
            .dispensing("ADDRESS", "DONE", "QUEUED", "ENGINE");
    for (var node : nodes) {
      table.row(
          node.name(),
          node.state(),
          node.slots(),
          node.running(),
          node.queued(),
          node.tasks() == null ? null : Amounts.count(node.tasks().accepted()),
          engine(node),
          node.address(),
          note(node));
    }
    table.print(screen);
    for (var node : nodes) {
      if (node.code() == null) continue;
      screen.say(
          "node "
              + node.name()
              + " waits; if it shows the code "
              + node.code()
              + " too: controller node approve "
              + node.name()
              + " --code "
              + node.code());
    }
  }

  /** Both have to be lifted: what the controller's people decided, and what the node says. */
  private static String note(NodeJson node) {
    return node.unwillingBecause() == null ? null : "takes no work: " + node.unwillingBecause();
  }

  private static String engine(NodeJson node) {
    if (node.engine() == null) return null;
    if (node.engine().name().isEmpty()) return "testing itself";
    return node.engine().compiling() ? "compiling" : "INTERPRETING, slow";
  }
}
