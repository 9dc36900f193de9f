package io.processdistro.controller.cli;

import io.processdistro.common.cli.CompletionCommand;
import io.processdistro.common.cli.ConfigOption;
import io.processdistro.common.cli.ConfiguredDefaults;
import io.processdistro.common.cli.ManualCommand;
import io.processdistro.common.cli.Refusals;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.ConfigurationException;
import io.processdistro.common.config.ConfigurationSources;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.cli.access.AuditCommand;
import io.processdistro.controller.cli.access.AuthorityCommand;
import io.processdistro.controller.cli.access.TokenCommand;
import io.processdistro.controller.cli.access.UiCommand;
import io.processdistro.controller.cli.job.CancelCommand;
import io.processdistro.controller.cli.job.ExplainCommand;
import io.processdistro.controller.cli.job.JobCommand;
import io.processdistro.controller.cli.job.JobsCommand;
import io.processdistro.controller.cli.job.ResumeCommand;
import io.processdistro.controller.cli.module.ModulesCommand;
import io.processdistro.controller.cli.module.TaskCommand;
import io.processdistro.controller.cli.node.NodeCommand;
import io.processdistro.controller.cli.node.NodesCommand;
import io.processdistro.controller.cli.operations.BackupCommand;
import io.processdistro.controller.cli.operations.ConfigCommand;
import io.processdistro.controller.cli.operations.DoctorCommand;
import io.processdistro.controller.cli.operations.MetricsCommand;
import io.processdistro.controller.cli.operations.RestoreCommand;
import io.processdistro.controller.cli.operations.StartCommand;
import io.processdistro.controller.cli.operations.TopCommand;
import io.processdistro.controller.cli.result.ResultCommand;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.submit.SubmitTaskCommand;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.RefusedException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program {@code controller}: starts a controller, or talks to one. Whatever goes wrong ends in
 * one line on standard error and an exit status of {@link ExitCode}.
 */
@Command(
    name = "controller",
    description = "Turns the computers of a local network into one machine for compute-heavy jobs.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n")
public final class ControllerCommand implements Runnable {
  /** Of the configuration, those that this program reads. */
  static final List<String> SECTIONS = List.of("controller", "security", "performance", "client");

  /** They describe a configuration, or need none, and so work beside a broken one. */
  private static final Set<String> UNCONFIGURED = Set.of("config", "completion", "manual", "task");

  private static final Set<String> HELP = Set.of("-h", "--help");

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  /**
   * Read before everything else, by {@link ConfigOption}: the other options' defaults are in it.
   */
  @Option(
      names = ConfigOption.NAME,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "A configuration, YAML or JSON; default: PROCESSDISTRO_CONFIG, else processdistro.yaml"
              + " here or above, beside those of user and system.")
  private Path config;

  private ControllerCommand() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] arguments) {
    int status = run(Terminal.ofThisProcess(), arguments);
    System.exit(status);
  }

  /** Runs one command in this process; never throws for what a user can do wrong. */
  static int run(Terminal terminal, String... written) {
    var arguments = withoutPlural(written);
    try {
      var configuration = configuration(arguments);
      var needed = needed(commands(terminal, configuration), arguments);
      return commandLine(terminal, configuration, needed).execute(arguments);
    } catch (ConfigurationException e) {
      return say(terminal, ExitCode.USAGE, e.getMessage());
    }
  }

  /** "nodes approve NAME" is taken for "node approve NAME", as are its other wishes. */
  private static String[] withoutPlural(String... arguments) {
    boolean plural =
        arguments.length > 1 && arguments[0].equals("nodes") && !arguments[1].startsWith("-");
    if (!plural) return arguments;
    var singular = arguments.clone();
    singular[0] = "node";
    return singular;
  }

  private static Configuration configuration(String... arguments) throws ConfigurationException {
    return arguments.length > 0 && UNCONFIGURED.contains(arguments[0])
        ? Configuration.usual()
        : ConfigOption.load(ConfigurationSources.ofThisProcess(), arguments);
  }

  /** With every command there is, for those that describe the program. */
  static CommandLine whole(Terminal terminal) {
    var configuration = Configuration.usual();
    return commandLine(terminal, configuration, made(commands(terminal, configuration)));
  }

  /**
   * What has to be read for these arguments. Reading one command's options takes 10 ms: a command
   * that is named alone is read alone, and the list of all needs the options of none.
   */
  private static List<?> needed(Map<String, Entry> commands, String... arguments) {
    var named = arguments.length == 0 ? null : commands.get(arguments[0]);
    if (named != null) return List.of(named.maker().get());
    boolean listed = arguments.length == 0 || arguments.length == 1 && HELP.contains(arguments[0]);
    return listed ? commands.values().stream().map(Entry::listed).toList() : made(commands);
  }

  private static List<?> made(Map<String, Entry> commands) {
    return commands.values().stream().map(entry -> entry.maker().get()).toList();
  }

  private static CommandLine commandLine(
      Terminal terminal, Configuration configuration, List<?> commands) {
    var commandLine = new CommandLine(new ControllerCommand());
    commands.forEach(commandLine::addSubcommand);
    commandLine.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
    return commandLine
        .setOut(new PrintWriter(terminal.out(), true))
        .setErr(new PrintWriter(terminal.err(), true))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setDefaultValueProvider(new ConfiguredDefaults(configuration, SECTIONS))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(false)
        .setParameterExceptionHandler((e, given) -> refuse(terminal, e))
        .setExecutionExceptionHandler((e, command, given) -> fail(terminal, e));
  }

  /** A command, and how it is made. */
  private record Entry(Class<?> type, Supplier<Object> maker) {
    /** Its name and what the list of commands says of it, no more. */
    CommandSpec listed() {
      var command = type.getAnnotation(Command.class);
      var spec = CommandSpec.create().name(command.name());
      spec.usageMessage().description(command.description()).hidden(command.hidden());
      return spec;
    }
  }

  /** In the order of the help. */
  private static Map<String, Entry> commands(Terminal terminal, Configuration configuration) {
    var commands = new LinkedHashMap<String, Entry>();
    commands.put(
        "start", new Entry(StartCommand.class, () -> new StartCommand(terminal, configuration)));
    commands.put("backup", new Entry(BackupCommand.class, () -> new BackupCommand(terminal)));
    commands.put("restore", new Entry(RestoreCommand.class, () -> new RestoreCommand(terminal)));
    commands.put(
        "submit-task", new Entry(SubmitTaskCommand.class, () -> new SubmitTaskCommand(terminal)));
    commands.put("jobs", new Entry(JobsCommand.class, () -> new JobsCommand(terminal)));
    commands.put("job", new Entry(JobCommand.class, () -> JobCommand.withCommands(terminal)));
    commands.put("result", new Entry(ResultCommand.class, () -> new ResultCommand(terminal)));
    commands.put("cancel", new Entry(CancelCommand.class, () -> new CancelCommand(terminal)));
    commands.put("resume", new Entry(ResumeCommand.class, () -> new ResumeCommand(terminal)));
    commands.put("modules", new Entry(ModulesCommand.class, () -> new ModulesCommand(terminal)));
    commands.put("task", new Entry(TaskCommand.class, () -> TaskCommand.withCommands(terminal)));
    commands.put(
        "authority", new Entry(AuthorityCommand.class, () -> new AuthorityCommand(terminal)));
    commands.put("nodes", new Entry(NodesCommand.class, () -> new NodesCommand(terminal)));
    commands.put("node", new Entry(NodeCommand.class, () -> new NodeCommand(terminal)));
    commands.put("ui", new Entry(UiCommand.class, () -> new UiCommand(terminal)));
    commands.put("metrics", new Entry(MetricsCommand.class, () -> new MetricsCommand(terminal)));
    commands.put("token", new Entry(TokenCommand.class, () -> TokenCommand.withCommands(terminal)));
    commands.put("audit", new Entry(AuditCommand.class, () -> new AuditCommand(terminal)));
    commands.put(
        "config", new Entry(ConfigCommand.class, () -> ConfigCommand.withCommands(terminal)));
    commands.put(
        "completion",
        new Entry(
            CompletionCommand.class, () -> new CompletionCommand(terminal, () -> whole(terminal))));
    commands.put("explain", new Entry(ExplainCommand.class, () -> new ExplainCommand(terminal)));
    commands.put("top", new Entry(TopCommand.class, () -> new TopCommand(terminal)));
    commands.put("doctor", new Entry(DoctorCommand.class, () -> new DoctorCommand(terminal)));
    commands.put(
        "manual",
        new Entry(ManualCommand.class, () -> new ManualCommand(terminal, () -> whole(terminal))));
    return commands;
  }

  /** Without a command there is nothing to do, which is wrong usage. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int refuse(Terminal terminal, ParameterException e) {
    var command = e.getCommandLine();
    var name = command.getCommandSpec().qualifiedName();
    terminal.say(name + ": " + Refusals.reason(e) + " (see " + name + " --help)");
    return ExitCode.USAGE.status();
  }

  private static int fail(Terminal terminal, Exception e) {
    return switch (e) {
      case CommandException known -> say(terminal, known.exitCode(), known.getMessage());
      case RefusedException refused when refused.requestIsWrong() ->
          say(terminal, ExitCode.USAGE, refused.getMessage());
      case ClientException known -> say(terminal, ExitCode.ERROR, known.getMessage());
      case StateException known -> say(terminal, ExitCode.ERROR, known.getMessage());
      default -> say(terminal, ExitCode.ERROR, "internal error: " + e);
    };
  }

  private static int say(Terminal terminal, ExitCode code, String message) {
    terminal.say(message);
    return code.status();
  }
}
