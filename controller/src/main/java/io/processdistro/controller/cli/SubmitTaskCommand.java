package io.processdistro.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
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
final class SubmitTaskCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--task-type",
      required = true,
      paramLabel = "TYPE",
      description = "matrix_mul, mandelbrot or password_hash.")
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
      description = "An input file; repeat for several.")
  private List<String> inputs = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where to write the result (- for standard output); its extension decides the format.")
  private String output;

  @Option(
      names = "--result-format",
      paramLabel = "FORMAT",
      description = "npy, png or csv, whatever the extension of --output says.")
  private String resultFormat;

  @Option(names = "--detach", description = "Do not wait: print the job's id and end.")
  private boolean detach;

  @Mixin private final SchedulingOptions scheduling = new SchedulingOptions();
  @Mixin private final WaitOptions waiting = new WaitOptions();
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final OutputOptions style = new OutputOptions();

  SubmitTaskCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClientException, StateException {
    // Everything that can be wrong on this side is found before anything is sent.
    var parameters = ParamsArgument.parse(params);
    var files = InputFiles.of(inputs);
    var target = resultFile();
    var limits = waiting.limits();
    try (var client = connection.connect()) {
      var job = submit(client, parameters, files, target);
      if (detach) return printDetached(job);
      return waitAndFetch(client, job, limits, target);
    }
  }

  private Optional<ResultFile> resultFile() throws CommandException {
    if (output == null) return Optional.empty();
    if (detach) {
      throw new CommandException(
          ExitCode.USAGE,
          "--output needs a result to write and --detach does not wait for it: use one of them,"
              + " and \"controller result ID --output FILE\" later");
    }
    return Optional.of(ResultFile.at(output, terminal));
  }

  private JobJson submit(
      ControllerClient client, JsonNode parameters, InputFiles files, Optional<ResultFile> target)
      throws ClientException, CommandException {
    var format = Optional.ofNullable(resultFormat).or(() -> target.flatMap(ResultFile::extension));
    try {
      JobSubmission submission =
          scheduling.complete(taskType, parameters, files.store(client), format);
      return client.submit(submission, UUID.randomUUID().toString());
    } catch (RefusedException e) {
      if (!e.requestIsWrong()) throw e;
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private int printDetached(JobJson job) {
    if (style.json()) OutputOptions.print(terminal, job);
    else terminal.out().println(job.id());
    return ExitCode.OK.status();
  }

  private int waitAndFetch(
      ControllerClient client, JobJson job, JobWaiter.Limits limits, Optional<ResultFile> target)
      throws ClientException, CommandException {
    JobJson finished;
    try (var _ = Interruption.ofWaiting(terminal, job.id(), connection)) {
      finished = new JobWaiter(client, terminal, System::nanoTime).await(job, limits);
      JobStates.requireSuccess(finished);
      if (target.isPresent()) {
        target.get().write(stream -> client.result(job.id(), stream));
      }
    }
    tellSuccess(finished, target);
    if (target.isEmpty() || !target.get().isStandardOutput()) {
      if (style.json()) OutputOptions.print(terminal, finished);
      else if (target.isEmpty()) terminal.out().println(finished.id());
    }
    return ExitCode.OK.status();
  }

  private void tellSuccess(JobJson job, Optional<ResultFile> target) {
    terminal.say(
        "job "
            + job.id()
            + " completed in "
            + Amounts.milliseconds(job.timing().totalMs())
            + ": "
            + target
                .map(ResultFile::toString)
                .orElse("get its result with \"controller result " + job.id() + " --output FILE\"")
            + " ("
            + Amounts.bytes(job.result() == null ? 0 : job.result().bytes())
            + ")");
  }
}
