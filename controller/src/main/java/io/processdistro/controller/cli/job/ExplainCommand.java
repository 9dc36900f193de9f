package io.processdistro.controller.cli.job;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.api.view.JobEventView;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why a job is where it is. */
@Command(
    name = "explain",
    description = "Says why a job, or a range of it, waits, ran where it ran, or was tried again.")
public final class ExplainCommand implements Callable<Integer> {
  private static final Pattern RANGE = Pattern.compile("[0-9]{1,18}(\\.\\.[0-9]{1,18})?");

  private final Terminal terminal;

  @Parameters(
      paramLabel = "ID[:FROM..TO]",
      description = "The job's id or a unique start of it; with a range of grains, TO exclusive.")
  private String subject;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    int colon = subject.indexOf(':');
    var id = colon < 0 ? subject : subject.substring(0, colon);
    Optional<String> range =
        colon < 0 ? Optional.empty() : Optional.of(range(subject.substring(colon + 1)));
    try (var client = connection.connect(terminal)) {
      var explanation = client.explain(id, range);
      if (style.isData()) style.print(terminal, explanation);
      else print(explanation);
    }
    return ExitCode.OK.status();
  }

  /** A single grain stands for the range that holds it alone. */
  private static String range(String text) throws CommandException {
    if (!RANGE.matcher(text).matches()) {
      throw new CommandException(
          ExitCode.USAGE, "explain: a range is FROM..TO in grains, such as 0..16; not " + text);
    }
    return text.contains("..") ? text : text + ".." + (Long.parseLong(text) + 1);
  }

  private void print(JobEventView.Explanation explanation) {
    var heading = new TextTable("JOB", explanation.jobId());
    if (explanation.grains() != null) heading.row("grains", explanation.grains());
    heading.row("summary", explanation.summary());
    explanation.reasons().forEach(reason -> heading.row("because", reason));
    heading.print(terminal);
    if (explanation.events().isEmpty()) return;
    terminal.out().println();
    var events = new TextTable("AT", "WHAT", "GRAINS", "NODE", "WHY").dispensing("NODE", "GRAINS");
    for (var event : explanation.events()) {
      events.row(event.at(), event.kind(), event.grains(), event.nodeId(), event.message());
    }
    events.print(terminal);
  }
}
