package io.processdistro.node.cli;

import ch.qos.logback.classic.Level;
import io.processdistro.common.cli.CompletionCommand;
import io.processdistro.common.cli.ConfigOption;
import io.processdistro.common.cli.ConfiguredDefaults;
import io.processdistro.common.cli.ManualCommand;
import io.processdistro.common.cli.Refusals;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.ConfigurationException;
import io.processdistro.common.config.ConfigurationSources;
import io.processdistro.common.logging.Logging;
import io.processdistro.common.state.StateException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program {@code edge-node}: lends this machine to a controller until it is told to stop.
 * Standard output stays empty; whatever goes wrong ends in one line on standard error.
 */
@Command(
    name = "edge-node",
    mixinStandardHelpOptions = true,
    subcommands = {
      PauseCommand.class,
      ResumeCommand.class,
      StatusCommand.class,
      CommandLine.HelpCommand.class
    },
    version = "edge-node 0.1.0",
    description = {
      "Lends this machine to a ProcessDistro controller: runs its tasks in a sandbox.",
      "Ctrl-C or SIGTERM finishes what runs and leaves; a second one leaves at once.",
      "The commands are for the nodes that run on this machine."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:left in good order",
      "1:refused by the controller, or cannot start",
      "2:wrong usage",
      "130:left at once, at a second signal"
    })
public final class EdgeNodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeNodeCommand.class);
  static final int USAGE = 2;

  /** Of the configuration, those that this program reads. */
  static final List<String> SECTIONS = List.of("node");

  /** Lost connections come to us as failed futures; the library logs each of them once more. */
  static final String CONNECTION_LOGGER = "io.vertx.core.http";

  @Spec private CommandSpec spec;
  @Mixin private NodeOptions options;

  /**
   * Read before everything else, by {@link ConfigOption}: the other options' defaults are in it.
   */
  @Option(
      names = ConfigOption.NAME,
      paramLabel = "FILE",
      description =
          "A configuration, YAML or JSON; default: PROCESSDISTRO_CONFIG, else processdistro.yaml"
              + " here or above, beside those of user and system.")
  private Path config;

  private EdgeNodeCommand() {}

  /** Runs until the node has left and ends the process. */
  public static void main(String[] arguments) {
    // The JVM's own resolver is ready at once and reads the same files; ours takes 100 ms to load.
    System.setProperty("vertx.disableDnsResolver", "true");
    System.exit(run(new PrintWriter(System.err, true), arguments));
  }

  static int run(PrintWriter err, String... arguments) {
    Configuration configuration;
    try {
      configuration = ConfigOption.load(ConfigurationSources.ofThisProcess(), arguments);
    } catch (ConfigurationException e) {
      err.println("edge-node: " + e.getMessage());
      return USAGE;
    }
    return commandLine(Terminal.ofThisProcess(), configuration, err).execute(arguments);
  }

  /** With every command there is, for those that describe the program. */
  static CommandLine whole(Terminal terminal) {
    return commandLine(terminal, Configuration.usual(), new PrintWriter(terminal.err(), true));
  }

  static CommandLine commandLine(Terminal terminal, Configuration configuration, PrintWriter err) {
    return new CommandLine(new EdgeNodeCommand())
        .addSubcommand(new DoctorCommand(terminal))
        .addSubcommand(new CompletionCommand(terminal, () -> whole(terminal)))
        .addSubcommand(new ManualCommand(terminal, () -> whole(terminal)))
        .setDefaultValueProvider(new ConfiguredDefaults(configuration, SECTIONS))
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, given) -> refuse(err, e))
        .setExecutionExceptionHandler((e, command, given) -> fail(err, e));
  }

  @Override
  public Integer call() throws Exception {
    options.check(spec.commandLine());
    Logging.setUp(options.verbose() ? Level.DEBUG : Level.INFO, CONNECTION_LOGGER);
    LOG.debug("start-up step=options-read");
    return new NodeProcess(options).run(spec.commandLine().getErr());
  }

  private static int refuse(PrintWriter err, ParameterException e) {
    err.println("edge-node: " + Refusals.reason(e));
    err.println("Try 'edge-node --help'.");
    return USAGE;
  }

  private static int fail(PrintWriter err, Exception e) {
    var message = e instanceof StateException ? e.getMessage() : describe(e);
    err.println("edge-node: " + message);
    return 1;
  }

  /** An error that nobody has foreseen: its kind says more than a missing message. */
  private static String describe(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
