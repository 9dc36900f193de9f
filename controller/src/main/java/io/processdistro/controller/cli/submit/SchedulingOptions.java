package io.processdistro.controller.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.controller.api.view.JobSubmission;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a job is to be scheduled; the controller checks the ranges and has the defaults. */
final class SchedulingOptions {
  @Option(names = "--priority", paramLabel = "low|normal|high", description = "Default: normal.")
  private String priority;

  @Option(
      names = "--submitter",
      paramLabel = "NAME",
      description =
          "Fair share is between submitters; default: the name of your token. Only an admin may name another.")
  private String submitter;

  @Option(names = "--weight", paramLabel = "N", description = "Share of the submitter, 1 to 1000.")
  private Integer weight;

  @Option(names = "--slots-max", paramLabel = "N", description = "Use at most so many slots.")
  private Integer slotsMax;

  @Option(
      names = "--attempts-max",
      paramLabel = "N",
      description = "How often a task may be tried; default: 4.")
  private Integer attemptsMax;

  @Option(names = "--no-hedging", description = "Never run a straggling task a second time.")
  private boolean noHedging;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "The job fails if not finished by then; such as 2026-12-31T18:00:00Z.")
  private String deadline;

  @Option(
      names = "--no-cache",
      description = "Compute, also if an earlier job of the same module and inputs has the result.")
  private boolean noCache;

  JobSubmission complete(
      String taskType,
      JsonNode params,
      Map<String, JobSubmission.Input> inputs,
      Optional<String> format,
      Optional<JobSubmission.Module> module) {
    return new JobSubmission(
        taskType,
        params,
        inputs,
        format.orElse(null),
        module.orElse(null),
        submitter,
        priority,
        weight,
        slotsMax,
        attemptsMax,
        noHedging ? Boolean.FALSE : null,
        deadline,
        noCache ? Boolean.FALSE : null);
  }
}
