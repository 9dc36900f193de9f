package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.doctor.ControllerDoctor;
import io.processdistro.controller.server.ControllerConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong with this machine, its network and its controller. */
@Command(
    name = "doctor",
    description = {
      "Looks for what is wrong: Java, compiler, mDNS, port, firewall, state, disk, secrets,",
      "certificates, store, clock, limits; and says what to do. Changes nothing.",
      "Exits with 0 if there is no problem (warnings are none), else with 1."
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int PORT_MAX = 65_535;

  private final Terminal terminal;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ControllerAddress.DEFAULT_PORT,
      description = "The port that the controller is to listen on; default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = ControllerConfig.BIND_DEFAULT,
      description = "The address that it is to listen on; default: ${DEFAULT-VALUE}.")
  private String bind;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, StateException {
    if (port < 1 || port > PORT_MAX) {
      throw new CommandException(ExitCode.USAGE, "--port: 1 to " + PORT_MAX + ", not " + port);
    }
    var doctor = new ControllerDoctor(connection.stateDirectory(), bind, port, connection.known());
    var report = doctor.examine();
    report.show(terminal, style);
    return (report.healthy() ? ExitCode.OK : ExitCode.ERROR).status();
  }
}
