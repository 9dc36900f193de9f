package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.cli.TextTable;
import io.processdistro.common.cli.WatchOption;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.ModuleJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.shared.Passing;
import io.processdistro.controller.cli.shared.ShownTime;
import io.processdistro.controller.client.ClientException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists users' modules, and releases a quarantined one. */
@Command(
    name = "modules",
    description = {
      "Lists the modules that users sent, and why some of them are quarantined.",
      "\"controller modules release HASH\" lets one run again."
    })
public final class ModulesCommand implements Callable<Integer> {
  private static final int HASH_SHOWN = 12;

  /** What can be done with them. */
  enum Action {
    LIST,
    RELEASE
  }

  private final Terminal terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "list",
      paramLabel = "list|release",
      description = "What to do; default: list.")
  private Action action;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HASH",
      description = "The module to release: its hash or a unique start of it.")
  private String hash;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final WatchOption watch = new WatchOption();
  @Mixin private final OutputOptions style = new OutputOptions();

  public ModulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    switch (action) {
      case LIST -> list();
      case RELEASE -> release();
    }
    return ExitCode.OK.status();
  }

  private void list() throws Exception {
    if (hash != null) {
      throw new CommandException(ExitCode.USAGE, "modules list takes no hash");
    }
    try (var client = connection.connect(terminal)) {
      watch.show(
          terminal,
          Passing::mayPass,
          screen -> {
            var modules = client.modules();
            style.show(screen, modules, () -> print(modules, screen));
          });
    }
  }

  private static void print(List<ModuleJson> modules, Terminal screen) {
    var table =
        new TextTable("MODULE", "STATE", "SHAPE", "PHASES", "SIZE", "KILLS", "LAST USED")
            .dispensing("SHAPE", "LAST USED");
    for (var module : modules) {
      table.row(
          module.sha256().substring(0, HASH_SHOWN),
          module.state(),
          module.shape(),
          module.phases() == null ? null : String.join(",", module.phases()),
          Amounts.bytes(module.bytes()),
          module.kills().size(),
          ShownTime.toSeconds(module.usedAt()));
    }
    table.print(screen);
    for (var module : modules) {
      for (var kill : module.kills()) {
        screen.say(
            module.sha256().substring(0, HASH_SHOWN)
                + " killed a runner at "
                + ShownTime.toSeconds(kill.at())
                + " on node "
                + kill.node()
                + " in job "
                + kill.job()
                + ": "
                + kill.message());
      }
    }
  }

  private void release() throws CommandException, ClientException, StateException {
    if (hash == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "modules release: the hash is missing; \"controller modules\" lists them");
    }
    try (var client = connection.connect(terminal)) {
      var module = client.releaseModule(hash);
      if (style.isData()) style.print(terminal, module);
      else terminal.say("module " + module.sha256().substring(0, HASH_SHOWN) + " may run again");
    }
  }
}
