package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.ConfigOption;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.ConfigurationException;
import io.processdistro.common.config.ConfigurationSources;
import io.processdistro.common.config.Setting;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows every setting with the value that holds. */
@Command(
    name = "show",
    description = "Shows every setting of controller, commands and nodes with the value it has.")
final class ConfigShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(names = "--origin", description = "Also show where each value comes from.")
  private boolean origin;

  @Mixin private final OutputOptions style = new OutputOptions();

  ConfigShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * As data.
   *
   * @param value empty where it depends on the machine
   */
  record Row(String key, String value, String origin, String description) {}

  @Override
  public Integer call() throws CommandException {
    try {
      Path file = spec.findOption(ConfigOption.NAME).getValue();
      var configuration = ConfigurationSources.ofThisProcess().load(Optional.ofNullable(file));
      var rows = Arrays.stream(Setting.values()).map(each -> row(configuration, each)).toList();
      style.show(terminal, rows, () -> print(rows));
      return ExitCode.OK.status();
    } catch (ConfigurationException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private static Row row(Configuration configuration, Setting setting) {
    return new Row(
        setting.key(),
        configuration.text(setting),
        configuration.origin(setting).text(),
        setting.description());
  }

  private void print(List<Row> rows) {
    var table = origin ? new TextTable("KEY", "VALUE", "FROM") : new TextTable("KEY", "VALUE");
    for (var row : rows) {
      var value = row.value().isEmpty() ? null : row.value();
      if (origin) table.row(row.key(), value, row.origin());
      else table.row(row.key(), value);
    }
    table.print(terminal);
  }
}
