package io.processdistro.tools;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.processdistro.tools.bench.FuelBenchCommand;
import io.processdistro.tools.bench.JobBenchCommand;
import io.processdistro.tools.bench.KernelBenchCommand;
import io.processdistro.tools.bench.SandboxBenchCommand;
import io.processdistro.tools.bench.StartBenchCommand;
import io.processdistro.tools.bench.StoreBenchCommand;
import io.processdistro.tools.faultproxy.FaultProxyCommand;
import io.processdistro.tools.nodesim.NodeSimulatorCommand;
import io.processdistro.tools.slowloris.SlowlorisCommand;
import io.processdistro.tools.throughput.DashboardBenchCommand;
import io.processdistro.tools.throughput.ThroughputCommand;
import io.processdistro.tools.throughput.TlsCostCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Main class of the developers' tools: benchmarks and simulators. */
@Command(
    name = "tools",
    mixinStandardHelpOptions = true,
    subcommands = {
      KernelBenchCommand.class,
      FuelBenchCommand.class,
      SandboxBenchCommand.class,
      StartBenchCommand.class,
      JobBenchCommand.class,
      NodeSimulatorCommand.class,
      FaultProxyCommand.class,
      ThroughputCommand.class,
      DashboardBenchCommand.class,
      TlsCostCommand.class,
      SlowlorisCommand.class,
      StoreBenchCommand.class
    },
    description = "Benchmarks and simulators.")
public final class ToolsCommand implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    // Netty and Vert.x tell a lot at the level that is on by default.
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
    System.exit(new CommandLine(new ToolsCommand()).execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "choose a tool");
  }
}
