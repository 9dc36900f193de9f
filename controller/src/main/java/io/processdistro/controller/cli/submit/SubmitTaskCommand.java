package io.processdistro.controller.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.state.StateException;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.api.view.ProblemView;
import io.processdistro.controller.cli.result.FileTarget;
import io.processdistro.controller.cli.result.ResultTarget;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ConnectionOptions;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.cli.waiting.Interruption;
import io.processdistro.controller.cli.waiting.JobStates;
import io.processdistro.controller.cli.waiting.JobWaiter;
import io.processdistro.controller.cli.waiting.WaitOptions;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits a job and, unless detached, waits for it and writes its result. */
@Command(
    name = "submit-task",
    description = {
      "Submits a job, waits for it and writes its result.",
      "Without --output the result stays with the controller and the job's id is printed."
    })
public final class SubmitTaskCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--task-type",
      paramLabel = "TYPE",
      description = "matrix_mul, mandelbrot or password_hash; or use --module.")
  private String taskType;

  @Option(
      names = "--params",
      defaultValue = "{}",
      paramLabel = "JSON|@FILE",
      description = "The job's parameters: a JSON object, or a file that holds one.")
  private String params;

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description = "An input file; repeat for several. With --module: just the file.")
  private List<String> inputs = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE|DIRECTORY/",
      description =
          "Where to write the result (- for standard output); its extension decides the format."
              + " With --module also a directory: the result of each task as a file.")
  private String output;

  @Option(
      names = "--result-format",
      paramLabel = "FORMAT",
      description =
          "npy, png or csv, with --module bin or tar; whatever the extension of --output says.")
  private String resultFormat;

  @Mixin private final SubmissionMode mode = new SubmissionMode();
  @Mixin private final ModuleOptions module = new ModuleOptions();
  @Mixin private final SchedulingOptions scheduling = new SchedulingOptions();
  @Mixin private final WaitOptions waiting = new WaitOptions();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  public SubmitTaskCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What to submit, all of it checked as far as this side can. */
  private record Wishes(
      JsonNode params,
      JobInputs inputs,
      Optional<ModuleOptions.Wishes> module,
      SubmissionMode.Mode mode,
      Optional<ResultTarget> target,
      JobWaiter.Limits limits) {}

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    // Everything that can be wrong on this side is found before anything is sent.
    var wishes = wishes();
    try (var client = connection.connect(terminal)) {
      return switch (wishes.mode()) {
        case DRY_RUN -> tryDry(client, wishes);
        case ESTIMATE -> estimate(client, wishes);
        case DETACH -> printDetached(submit(client, wishes));
        case WAIT -> waitAndFetch(client, submit(client, wishes), wishes.limits(), wishes.target());
      };
    }
  }

  private Wishes wishes() throws CommandException {
    if (module.present() == (taskType != null)) {
      throw new CommandException(
          ExitCode.USAGE,
          module.present()
              ? "--task-type and --module are two ways of saying what runs: use one of them"
              : "what is to run? Give --task-type TYPE or --module FILE.wasm");
    }
    var how = mode.mode(Optional.ofNullable(output), waiting.given(module.present()));
    var parameters = ParamsArgument.parse(params);
    if (module.present()) {
      var own = module.check(waiting.wallTime());
      return new Wishes(
          parameters,
          JobInputs.ofModule(inputs, own.inputDirectory()),
          Optional.of(own),
          how,
          target(),
          waiting.limitsForModule());
    }
    module.requireAbsent();
    return new Wishes(
        parameters,
        new JobInputs.OfFiles(InputFiles.of(inputs)),
        Optional.empty(),
        how,
        target(),
        waiting.limits());
  }

  private Optional<ResultTarget> target() throws CommandException {
    if (output == null) return Optional.empty();
    return Optional.of(
        module.present() ? ResultTarget.at(output, terminal) : FileTarget.at(output, terminal));
  }

  private JobJson submit(ControllerClient client, Wishes wishes)
      throws ClientException, CommandException {
    return send(
        client, wishes, submission -> client.submit(submission, UUID.randomUUID().toString()));
  }

  private int tryDry(ControllerClient client, Wishes wishes)
      throws ClientException, CommandException {
    var outlook = send(client, wishes, client::dryRun);
    style.show(terminal, outlook, () -> DryRunTable.print(terminal, outlook));
    DryRunTable.requirePlacement(outlook.placement(), outlook.reusedFrom());
    return ExitCode.OK.status();
  }

  private int estimate(ControllerClient client, Wishes wishes)
      throws ClientException, CommandException {
    terminal.say("running a few tiles of the job to see how long they take");
    var estimate = send(client, wishes, client::estimate);
    style.show(terminal, estimate, () -> EstimateTable.print(terminal, estimate));
    DryRunTable.requirePlacement(estimate.placement(), estimate.reusedFrom());
    return ExitCode.OK.status();
  }

  /** What is done with a submission whose module and inputs are stored. */
  private interface Sending<T> {
    T send(JobSubmission submission) throws ClientException;
  }

  private <T> T send(ControllerClient client, Wishes wishes, Sending<T> sending)
      throws ClientException, CommandException {
    try {
      Optional<JobSubmission.Module> own = Optional.empty();
      if (wishes.module().isPresent()) {
        own = Optional.of(store(client, wishes.module().get()));
      }
      return sending.send(
          scheduling.complete(
              taskType, wishes.params(), wishes.inputs().store(client), format(wishes), own));
    } catch (RefusedException e) {
      if (!e.requestIsWrong()) throw e;
      tellComplaints(e.problem());
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private JobSubmission.Module store(ControllerClient client, ModuleOptions.Wishes wishes)
      throws ClientException {
    var stored = client.storeModule(wishes.module());
    for (var warning : stored.warnings()) terminal.say("warning: " + warning);
    return ModuleOptions.named(wishes.submission(), stored.sha256());
  }

  /** One is in the message already. */
  private void tellComplaints(ProblemView problem) {
    if (problem.complaints() == null || problem.complaints().size() < 2) return;
    for (var complaint : problem.complaints()) {
      terminal.say(
          "- "
              + complaint.what()
              + (complaint.fix() == null || complaint.fix().isEmpty()
                  ? ""
                  : "; " + complaint.fix()));
    }
  }

  /** Of a module's result only an archive is a format of its own. */
  private Optional<String> format(Wishes wishes) {
    if (resultFormat != null) return Optional.of(resultFormat);
    var format = wishes.target().flatMap(ResultTarget::format);
    return wishes.module().isEmpty() ? format : format.filter("tar"::equals);
  }

  private int printDetached(JobJson job) {
    if (style.isData()) style.print(terminal, job);
    else terminal.out().println(job.id());
    terminal.suggest(
        "controller result " + job.id() + connection.asGiven() + " --wait --output FILE");
    return ExitCode.OK.status();
  }

  private int waitAndFetch(
      ControllerClient client, JobJson job, JobWaiter.Limits limits, Optional<ResultTarget> target)
      throws ClientException, CommandException {
    JobJson finished;
    try (var _ = Interruption.ofWaiting(terminal, job.id(), connection)) {
      finished = new JobWaiter(client, terminal, System::nanoTime).await(job, limits);
      JobStates.requireSuccess(finished, terminal);
      if (target.isPresent()) {
        target.get().write(stream -> client.result(job.id(), stream));
      }
    }
    tellSuccess(finished, target);
    if (target.isEmpty() || !target.get().isStandardOutput()) {
      if (style.isData()) style.print(terminal, finished);
      else if (target.isEmpty()) terminal.out().println(finished.id());
    }
    return ExitCode.OK.status();
  }

  private static String howCompleted(JobJson job) {
    return job.result() != null && job.result().reusedFrom() != null
        ? " has the result of job " + job.result().reusedFrom() + " (--no-cache computes it again)"
        : " completed in " + Amounts.milliseconds(job.timing().totalMs());
  }

  private void tellSuccess(JobJson job, Optional<ResultTarget> target) {
    terminal.say(
        "job "
            + job.id()
            + howCompleted(job)
            + ": "
            + target
                .map(Object::toString)
                .orElse("get its result with \"controller result " + job.id() + " --output FILE\"")
            + " ("
            + Amounts.bytes(job.result() == null ? 0 : job.result().bytes())
            + ")");
  }
}
