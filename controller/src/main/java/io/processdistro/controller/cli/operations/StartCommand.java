package io.processdistro.controller.cli.operations;

import ch.qos.logback.classic.Level;
import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.SizeConverter;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.Setting;
import io.processdistro.common.logging.Logging;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.server.DashboardPort;
import io.processdistro.controller.server.StartException;
import io.processdistro.controller.tasks.builtin.BuiltInTasks;
import io.processdistro.controller.tasks.modules.ModuleCeilings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a controller until it is told to stop. */
@Command(name = "start", description = "Runs a controller until Ctrl-C or SIGTERM.")
public final class StartCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);
  private static final long START_SECONDS_MAX = 60;
  private static final int PORT_MAX = 65_535;

  private final Terminal terminal;
  private final Configuration configuration;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ControllerAddress.DEFAULT_PORT,
      description = "Where to listen; 0: any free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = ControllerConfig.BIND_DEFAULT,
      description =
          "Address to listen on; default: ${DEFAULT-VALUE}, for this machine alone. 0.0.0.0: all,"
              + " so that other machines can join.")
  private String bind;

  @Option(
      names = "--dashboard-port",
      paramLabel = "PORT",
      description =
          "Where browsers of this machine reach the dashboard, in plain HTTP on 127.0.0.1 alone; 0:"
              + " nowhere. Default: "
              + DashboardPort.USUAL_PORT
              + ", unless something else has it.")
  private Integer dashboardPort;

  @Option(
      names = "--state-dir",
      paramLabel = "DIRECTORY",
      description = "Where state is kept; default: PROCESSDISTRO_STATE_DIR, else per user.")
  private Path stateDirectory;

  @Option(
      names = "--keep",
      paramLabel = "AGE,SIZE",
      defaultValue = "7d,20GiB",
      description =
          "How long finished jobs are kept, and how large their results may be together: the oldest"
              + " go first. Default: ${DEFAULT-VALUE}.")
  private String keep;

  @Option(
      names = "--module-memory-max",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The most memory that a task of a user's module may ask for; default: 1GiB.")
  private Long moduleMemoryMax;

  @Option(
      names = "--module-timeout-max",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "The longest that a task of a user's module may run; default: 300s.")
  private Duration moduleTimeoutMax;

  @Option(
      names = "--insecure",
      description =
          "Speak plain HTTP instead of TLS, on loopback only: whoever can listen there reads tokens"
              + " and results.")
  private boolean insecure;

  @Option(
      names = "--i-know-this-is-open",
      description = "With --insecure: listen on any address all the same.")
  private boolean knownOpen;

  @Option(
      names = "--allow-host",
      split = ",",
      paramLabel = "NAME",
      description =
          "A further name by which clients call this controller, such as a name in your DNS; may be"
              + " given several times.")
  private Set<String> hostNames = Set.of();

  @Option(names = "--verbose", description = "Log more than warnings, on standard error.")
  private boolean verbose;

  /**
   * @param configuration what no option says
   */
  public StartCommand(Terminal terminal, Configuration configuration) {
    this.terminal = terminal;
    this.configuration = configuration;
  }

  @Override
  public Integer call() throws CommandException, StateException {
    if (port < 0 || port > PORT_MAX) {
      throw new CommandException(ExitCode.USAGE, "--port: 0 to " + PORT_MAX + ", not " + port);
    }
    Logging.setUp(verbose ? Level.INFO : Level.WARN);
    var home = StateHome.ofThisProcess();
    var directory = home.stateDirectory(Optional.ofNullable(stateDirectory));
    var limits = limits();
    var config =
        ControllerConfig.of(home, directory)
            .withBind(bind)
            .withPort(port)
            .withSecurity(security())
            .withDashboard(dashboard())
            .withLimits(limits);
    var started = new CompletableFuture<ControllerServer>();
    closeWhenToldToStop(started);
    try (var server = ControllerServer.start(config, BuiltInTasks.types())) {
      started.complete(server);
      if (isPlain()) warn();
      server.greeting().forEach(terminal::say);
      terminal.say(server.halted().await());
      return ExitCode.ERROR.status();
    } catch (StartException e) {
      throw new CommandException(ExitCode.ERROR, e.getMessage(), e);
    } finally {
      started.cancel(false);
    }
  }

  private ControllerConfig.Limits limits() throws CommandException {
    ControllerConfig.Limits configured;
    try {
      configured = ConfiguredLimits.of(configuration);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "the configuration: " + e.getMessage(), e);
    }
    return configured
        .withModules(ceilings(configured.modules()))
        .withKeep(KeepOption.parse(keep))
        .withSecurity(configured.security().withHostNames(hostNames));
  }

  private boolean isPlain() {
    return insecure || !configuration.flag(Setting.SECURITY_TLS_ENABLED);
  }

  private DashboardPort dashboard() throws CommandException {
    if (dashboardPort == null) return DashboardPort.USUAL;
    if (dashboardPort < 0 || dashboardPort > PORT_MAX) {
      throw new CommandException(
          ExitCode.USAGE, "--dashboard-port: 0 to " + PORT_MAX + ", not " + dashboardPort);
    }
    return dashboardPort == 0 ? DashboardPort.OFF : DashboardPort.at(dashboardPort);
  }

  private ControllerConfig.PortSecurity security() throws CommandException {
    if (knownOpen && !isPlain()) {
      throw new CommandException(ExitCode.USAGE, "--i-know-this-is-open goes with --insecure only");
    }
    if (!isPlain()) return ControllerConfig.PortSecurity.TLS;
    return knownOpen
        ? ControllerConfig.PortSecurity.PLAIN_ANYWHERE
        : ControllerConfig.PortSecurity.PLAIN;
  }

  private void warn() {
    LOG.warn("security=off reason=\"started with --insecure: plain HTTP, no certificates\"");
    terminal.sayInsecure();
  }

  private ModuleCeilings ceilings(ModuleCeilings configured) throws CommandException {
    var ceilings = configured;
    try {
      if (moduleMemoryMax != null) {
        ceilings = ceilings.withMemoryBytesMax(moduleMemoryMax);
      }
      if (moduleTimeoutMax != null) {
        ceilings = ceilings.withWallMillisMax(moduleTimeoutMax.toMillis());
      }
      return ceilings;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "a module's ceilings: " + e.getMessage(), e);
    }
  }

  /**
   * A controller that was asked to stop and did so has succeeded: status 0, not 143 or 130. One
   * that is just starting gets ready first.
   *
   * @param started ends when the controller runs, or will not
   */
  private static void closeWhenToldToStop(CompletableFuture<ControllerServer> started) {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> close(started)));
  }

  private static void close(CompletableFuture<ControllerServer> started) {
    try {
      var server = started.get(START_SECONDS_MAX, TimeUnit.SECONDS);
      server.close();
      if (!server.halted().isComplete()) Runtime.getRuntime().halt(0);
    } catch (CancellationException | ExecutionException neverStarted) {
      // Why, the command has said.
    } catch (TimeoutException | InterruptedException e) {
      LOG.warn("controller=stopped-while-starting", e);
    }
  }
}
