package io.processdistro.controller.cli.submit;

import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.util.ArrayList;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code submit-task} does with a job: run it and wait, leave it running, or only look. */
final class SubmissionMode {
  enum Mode {
    WAIT,
    DETACH,
    DRY_RUN,
    ESTIMATE
  }

  @Option(names = "--detach", description = "Do not wait: print the job's id and end.")
  private boolean detach;

  @Option(
      names = "--dry-run",
      description =
          "Only check everything and say what would become of the job; exits with 3 if no node fits"
              + " it. Inputs are stored, as checking reads them; nothing runs.")
  private boolean dryRun;

  @Option(
      names = "--estimate",
      description =
          "Only say how long the job would take: runs a few of its tiles, before everything else,"
              + " and prints a range. Exits with 3 if no node fits it.")
  private boolean estimate;

  /**
   * @param output present if a result is to be written
   * @param waiting an option about waiting for the end, if one was given
   */
  Mode mode(Optional<String> output, Optional<String> waiting) throws CommandException {
    var given = new ArrayList<String>();
    if (estimate) given.add("--estimate");
    if (dryRun) given.add("--dry-run");
    if (detach) given.add("--detach");
    if (given.size() > 1) {
      throw new CommandException(
          ExitCode.USAGE, String.join(" and ", given) + " are different wishes: use one of them");
    }
    if (estimate) refuseBesideEstimate(output, waiting);
    if (detach && output.isPresent()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--output needs a result to write and --detach does not wait for it: use one of them,"
              + " and \"controller result ID --output FILE\" later");
    }
    if (estimate) return Mode.ESTIMATE;
    if (dryRun) return Mode.DRY_RUN;
    return detach ? Mode.DETACH : Mode.WAIT;
  }

  private static void refuseBesideEstimate(Optional<String> output, Optional<String> waiting)
      throws CommandException {
    var other = output.map(ignored -> "--output").or(() -> waiting);
    if (other.isEmpty()) return;
    throw new CommandException(
        ExitCode.USAGE,
        "--estimate computes no result, so there is nothing for "
            + other.get()
            + ": leave one of them out");
  }
}
