package io.processdistro.node.cli;

import ch.qos.logback.classic.Level;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.logging.Logging;
import io.processdistro.common.state.ControllerFinder;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.state.TokenFile;
import io.processdistro.node.agent.HostProbe;
import io.processdistro.node.doctor.NodeDoctor;
import io.processdistro.node.identity.NodeState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what is wrong with this machine as a node. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks for what is wrong: Java, compiler, mDNS, state, disk, secrets, certificate,",
      "the way to the controller, clock, limits; and says what to do. Changes nothing.",
      "Give it the options that the node is started with.",
      "Exits with 0 if there is no problem (warnings are none), else with 1."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private NodeOptions options;
  @Mixin private OutputOptions style;

  public DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws StateException {
    options.check(spec.commandLine());
    Logging.setUp(Level.WARN, EdgeNodeCommand.CONNECTION_LOGGER);
    var home = StateHome.ofThisProcess();
    var directory = home.stateDirectory(options.stateDirectory());
    var memory = options.memory(new HostProbe().facts().memoryBytes());
    var controller =
        new ControllerFinder(home)
            .find(options.controller(), TokenFile.read(options.tokenFile()), directory);
    var report =
        new NodeDoctor(NodeState.firstIn(directory), memory.heapBytes(), controller).examine();
    report.show(terminal, style);
    return report.healthy() ? 0 : 1;
  }
}
