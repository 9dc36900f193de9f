package io.processdistro.controller.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long a command waits for a job. */
final class WaitOptions {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Wait at most so long (500ms, 30s, 5m, 2h), then exit with 5.")
  private String timeout;

  @Option(
      names = "--placement-timeout",
      paramLabel = "TIME",
      description =
          "Exit with 3 when nothing of the job runs for so long; default: 60s while no node is"
              + " ready that fits it, else never.")
  private String placementTimeout;

  JobWaiter.Limits limits() throws CommandException {
    return new JobWaiter.Limits(
        duration("--timeout", timeout), duration("--placement-timeout", placementTimeout));
  }

  private static Optional<Duration> duration(String option, String text) throws CommandException {
    return text == null ? Optional.empty() : Optional.of(Amounts.duration(option, text));
  }
}
