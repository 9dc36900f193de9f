package io.processdistro.controller.cli.module;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.text.FileTrouble;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.submit.InputFiles;
import io.processdistro.controller.cli.submit.ModuleRunOptions;
import io.processdistro.controller.cli.submit.ParamsArgument;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.controller.trial.BenchProcess;
import io.processdistro.controller.trial.ModuleTrial;
import io.processdistro.controller.trial.TrialBench;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a module's job on this machine in several ways and compares what comes out. */
@Command(
    name = "test",
    description = {
      "Runs split, execute and merge of a module on this machine, in the sandbox of a node, without"
          + " a cluster: every task twice, in order and shuffled, the input cut and in one chunk.",
      "Ends with 0 if all outputs are equal, with 4 if a task fails or two outputs differ, with 2"
          + " if the job would be refused."
    })
final class TaskTestCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final TrialBench.Opener bench;

  @Parameters(index = "0", paramLabel = "FILE.wasm", description = "The module.")
  private String file;

  @Option(names = "--input", required = true, paramLabel = "FILE", description = "Its input.")
  private String input;

  @Option(
      names = "--params",
      defaultValue = "{}",
      paramLabel = "JSON|@FILE",
      description = "The job's parameters: a JSON object, or a file that holds one.")
  private String params;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "The longest that each task may run; default: 30s.")
  private Duration timeout;

  @Option(
      names = "--one-chunk",
      negatable = true,
      description =
          "Compare the result with that of the input in one chunk, or do not; default: yes, unless"
              + " the module cuts its input itself.")
  private Boolean oneChunk;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Decides in which order tasks are shuffled; default: 1.")
  private long seed;

  @Mixin private final ModuleRunOptions run = new ModuleRunOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  TaskTestCommand(Terminal terminal) {
    this(terminal, BenchProcess::open);
  }

  TaskTestCommand(Terminal terminal, TrialBench.Opener bench) {
    this.terminal = terminal;
    this.bench = bench;
  }

  @Override
  public Integer call() throws CommandException {
    var wishes = wishes();
    try (var folder = TemporaryFolder.create()) {
      var report = new ModuleTrial(wishes, folder.path(), bench).run();
      if (style.isData()) style.print(terminal, TrialJson.of(report));
      else new TrialTables(terminal).print(report);
      if (report.problem().isEmpty()) {
        terminal.suggest(
            "controller submit-task --module " + file + " --input " + input + " --output FILE");
        return ExitCode.OK.status();
      }
      terminal.say(file + ": " + TrialTables.sentence(report.problem().get()));
      return ExitCode.JOB_FAILED.status();
    } catch (InvalidJobException e) {
      tellComplaints(e);
      throw new CommandException(ExitCode.USAGE, file + ": " + e.getMessage() + fix(e.hint()), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ERROR, "the test cannot be run: " + FileTrouble.reason(e), e);
    }
  }

  private ModuleTrial.Wishes wishes() throws CommandException {
    ModuleFile.read(file);
    var cut = run.cut().map(text -> Cut.parse(text).orElseThrow()).orElse(new Cut.Automatic());
    var wall = timeout == null ? OptionalLong.empty() : OptionalLong.of(timeout.toMillis());
    return new ModuleTrial.Wishes(
        Path.of(file),
        InputFiles.readableFile("input", input),
        cut,
        phases(),
        new ModuleRequest.Limits(
            run.memoryBytesMax(), wall, run.outputBytesMax(), run.logBytesMax(), run.fuel()),
        ParamsArgument.parse(params),
        Optional.ofNullable(oneChunk),
        seed);
  }

  private Optional<Set<Phase>> phases() throws CommandException {
    return run.phases()
        .map(
            names ->
                Arrays.stream(Phase.values())
                    .filter(phase -> names.contains(phase.exportName()))
                    .collect(Collectors.toUnmodifiableSet()));
  }

  /** One is in the message already. */
  private void tellComplaints(InvalidJobException e) {
    if (e.complaints().size() < 2) return;
    for (var complaint : e.complaints()) {
      terminal.say("- " + complaint.what() + fix(complaint.fix()));
    }
  }

  private static String fix(String text) {
    return text.isEmpty() ? "" : "; " + text;
  }
}
