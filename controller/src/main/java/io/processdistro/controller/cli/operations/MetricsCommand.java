package io.processdistro.controller.cli.operations;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the controller's metrics. */
@Command(
    name = "metrics",
    description = "Prints the controller's metrics, in the text format of Prometheus.")
public final class MetricsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public MetricsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * One sample of the text format.
   *
   * @param series the metric's name with its labels, as Prometheus writes it
   */
  record Sample(String series, String value) {}

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    try (var client = connection.connect(terminal)) {
      var text = client.metrics();
      if (style.isData()) style.print(terminal, samples(text));
      else terminal.out().print(text);
      terminal.out().flush();
    }
    return ExitCode.OK.status();
  }

  static List<Sample> samples(String text) {
    var samples = new ArrayList<Sample>();
    for (var line : text.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) continue;
      // Label values may hold blanks; after the closing brace, or the bare name, comes the value.
      int end = Math.max(line.lastIndexOf('}') + 1, line.indexOf('{') < 0 ? line.indexOf(' ') : 0);
      if (end <= 0) continue;
      samples.add(new Sample(line.substring(0, end), line.substring(end).strip().split(" ")[0]));
    }
    return samples;
  }
}
