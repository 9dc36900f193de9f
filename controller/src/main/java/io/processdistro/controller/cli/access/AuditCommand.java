package io.processdistro.controller.cli.access;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.ShownTime;
import io.processdistro.controller.cli.shared.StateDirectoryOption;
import io.processdistro.controller.security.audit.AuditEntry;
import io.processdistro.controller.security.audit.AuditTrail;
import io.processdistro.controller.security.audit.AuditTrail.Finding;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and checks the audit log of a state directory; the controller may run or not. */
@Command(
    name = "audit",
    description = {
      "Shows who did what: the newest entries of the audit log in a state directory.",
      "\"controller audit verify\" checks that none was changed, removed or put in."
    })
public final class AuditCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 100_000;

  /** What can be done with it. */
  enum Action {
    LIST,
    VERIFY
  }

  private final Terminal terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "list",
      paramLabel = "list|verify",
      description = "What to do; default: list.")
  private Action action;

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "COUNT",
      description = "How many entries to list; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private final StateDirectoryOption state = new StateDirectoryOption();

  public AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, StateException {
    var directory = AuditTrail.directoryIn(state.directory());
    try {
      return switch (action) {
        case LIST -> list(new AuditTrail(directory));
        case VERIFY -> verify(new AuditTrail(directory));
      };
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR, "cannot read the audit log in " + directory + ": " + e, e);
    }
  }

  private int list(AuditTrail trail) throws CommandException, IOException {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new CommandException(ExitCode.USAGE, "--limit: 1 to " + LIMIT_MAX + ", not " + limit);
    }
    print(trail.newest(limit));
    return ExitCode.OK.status();
  }

  private void print(List<AuditEntry> entries) {
    var table = new TextTable("TIME", "WHAT", "WHO", "FROM", "DETAILS").dispensing("FROM");
    for (var entry : entries) {
      var json = entry.json();
      var details = new StringJoiner(" ");
      json.path("details")
          .properties()
          .forEach(each -> details.add(each.getKey() + "=" + each.getValue().asText()));
      table.row(
          ShownTime.toSeconds(json.path("at").asText()),
          json.path("kind").asText(),
          json.path("who").asText(),
          json.path("address").asText(),
          details);
    }
    table.print(terminal);
  }

  private int verify(AuditTrail trail) throws IOException {
    return switch (trail.verify()) {
      case Finding.Intact(var from, var to, var chain) -> {
        terminal.say("the audit log is whole: entries " + from + " to " + to + ", chain " + chain);
        yield ExitCode.OK.status();
      }
      case Finding.Tampered(var where, var what) -> {
        terminal.say("the audit log was tampered with: " + where + ": " + what);
        yield ExitCode.VERIFICATION.status();
      }
    };
  }
}
