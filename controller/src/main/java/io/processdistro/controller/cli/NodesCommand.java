package io.processdistro.controller.cli;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.client.ClientException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the nodes. */
@Command(name = "nodes", description = "Lists the nodes: state, slots, load, engine.")
final class NodesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  NodesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      var nodes = client.nodes();
      if (style.isData()) style.print(terminal, nodes);
      else print(nodes);
    }
    return ExitCode.OK.status();
  }

  private void print(List<NodeJson> nodes) {
    var table =
        new TextTable("NAME", "STATE", "SLOTS", "RUNNING", "QUEUED", "DONE", "ENGINE", "ADDRESS");
    for (var node : nodes) {
      table.row(
          node.name(),
          node.state(),
          node.slots(),
          node.running(),
          node.queued(),
          node.tasks() == null ? null : Amounts.count(node.tasks().accepted()),
          engine(node),
          node.address());
    }
    table.print(terminal);
  }

  private static String engine(NodeJson node) {
    if (node.engine() == null) return null;
    if (node.engine().name().isEmpty()) return "testing itself";
    return node.engine().compiling() ? "compiling" : "INTERPRETING, slow";
  }
}
