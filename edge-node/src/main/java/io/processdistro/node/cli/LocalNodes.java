package io.processdistro.node.cli;

import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.node.agent.NodeStatus;
import io.processdistro.node.local.LocalNode;
import io.processdistro.node.local.LocalRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which of this user's nodes on this machine a command is for: all of them, or one by its name. */
final class LocalNodes {
  @Option(
      names = "--state-dir",
      paramLabel = "DIRECTORY",
      description =
          "The state directory of the node; default: PROCESSDISTRO_STATE_DIR, else per user.")
  private Path stateDirectory;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Only the node of this name; default: all of this user that run here.")
  private String name;

  /**
   * Asks each of them; none of them is left unasked because another one fails.
   *
   * @throws StateException if there is none, or one refuses
   */
  List<NodeStatus> ask(LocalRequest request) throws StateException {
    var directory = StateHome.ofThisProcess().stateDirectory(Optional.ofNullable(stateDirectory));
    var nodes = LocalNode.runningIn(directory);
    if (nodes.isEmpty()) {
      throw new StateException(
          "no edge node of this user runs from "
              + directory
              + ": start one, or name its directory with --state-dir");
    }
    var answers = new ArrayList<NodeStatus>();
    var names = new ArrayList<String>();
    Optional<StateException> refusal = Optional.empty();
    for (var node : nodes) {
      try {
        if (name != null && !isNamed(node, names)) continue;
        answers.add(node.ask(request));
      } catch (StateException e) {
        refusal = Optional.of(e);
      }
    }
    if (refusal.isPresent()) throw refusal.get();
    if (answers.isEmpty()) {
      throw new StateException(
          "no edge node called " + name + " runs here, only " + String.join(", ", names));
    }
    return answers;
  }

  private boolean isNamed(LocalNode node, List<String> names) throws StateException {
    var found = node.ask(new LocalRequest.Status()).name();
    names.add(found);
    return found.equals(name);
  }
}
