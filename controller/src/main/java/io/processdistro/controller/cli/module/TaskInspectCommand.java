package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.SizeConverter;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleInspector;
import io.processdistro.common.module.ModuleLimits;
import io.processdistro.common.module.ModuleReport;
import io.processdistro.common.text.Amounts;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.modules.ModuleCeilings;
import io.processdistro.controller.tasks.modules.ModuleCheck;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a module is, what becomes of it, and how to mend what is wrong with it. */
@Command(
    name = "inspect",
    description = {
      "Shows what a module is, what the sandbox makes of it, and how to mend what is wrong with it.",
      "Ends with 0 if it would be accepted, with 2 if it would be refused. Nothing is run or sent."
    })
final class TaskInspectCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FILE.wasm", description = "The module.")
  private String file;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Judge it with this most memory of a task; default: 256MiB.")
  private Long memory;

  @Option(
      names = "--fuel",
      description = "Judge it with an instruction budget built in, as submit-task --fuel does.")
  private boolean fuel;

  @Mixin private final OutputOptions style = new OutputOptions();

  TaskInspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException {
    var rules = IngestRules.DEFAULTS.withMemoryBytesMax(memoryBytes(memory)).withFuel(fuel);
    var bytes = ModuleFile.read(file);
    var report = ModuleInspector.inspect(bytes, rules);
    var listed = listed(bytes);
    if (style.isData()) style.print(terminal, InspectionJson.of(report, listed));
    else if (report.contents().isPresent()) new InspectionTables(terminal).print(report, listed);
    return switch (report.verdict()) {
      case ModuleReport.Verdict.Accepted accepted -> {
        if (!style.isData()) terminal.suggest("controller task test " + file + " --input FILE");
        yield ExitCode.OK.status();
      }
      case ModuleReport.Verdict.Refused(var complaints) -> {
        int more = complaints.size() - 1;
        terminal.say(
            file
                + ": refused: "
                + complaints.getFirst().sentence()
                + (more == 0 ? "" : " (and " + more + " more)"));
        yield ExitCode.USAGE.status();
      }
    };
  }

  /** Empty if the module is refused, which the report says. */
  private static Optional<ContentHash> listed(byte[] bytes) {
    try {
      return Optional.of(new ModuleCheck(ModuleCeilings.DEFAULTS).listed(bytes).hash());
    } catch (InvalidJobException e) {
      return Optional.empty();
    }
  }

  /** Of {@code --memory}, or the default. */
  static long memoryBytes(Long option) throws CommandException {
    if (option == null) return IngestRules.DEFAULTS.memoryBytesMax();
    long bytes = option;
    if (bytes >= ModuleLimits.PAGE_BYTES
        && bytes <= (long) ModuleLimits.MEMORY_PAGES_MAX * ModuleLimits.PAGE_BYTES) {
      return bytes;
    }
    throw new CommandException(
        ExitCode.USAGE,
        "--memory: 64KiB (one page of WebAssembly) to 4GiB, not " + Amounts.exactBytes(bytes));
  }
}
