package io.processdistro.controller.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long a command waits for a job. */
final class WaitOptions {
  @Option(
      names = "--wait-timeout",
      paramLabel = "TIME",
      description = "Wait at most so long (500ms, 30s, 5m, 2h), then exit with 5.")
  private String waitTimeout;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "The same as --wait-timeout; but with --module: the longest that each task may run,"
              + " default 30s.")
  private String timeout;

  @Option(
      names = "--placement-timeout",
      paramLabel = "TIME",
      description =
          "Exit with 3 when nothing of the job runs for so long; default: 60s while no node is"
              + " ready that fits it, else never.")
  private String placementTimeout;

  JobWaiter.Limits limits() throws CommandException {
    if (timeout != null && waitTimeout != null) {
      throw new CommandException(
          ExitCode.USAGE, "--timeout and --wait-timeout say the same here: use one of them");
    }
    return timeout == null ? limitsForModule() : limits(duration("--timeout", timeout));
  }

  /** Of a job with a module of the user's own, where {@code --timeout} is about its tasks. */
  JobWaiter.Limits limitsForModule() throws CommandException {
    return limits(duration("--wait-timeout", waitTimeout));
  }

  /** The longest run of a task of a user's own module; empty for the default. */
  Optional<Duration> wallTime() throws CommandException {
    return duration("--timeout", timeout);
  }

  private JobWaiter.Limits limits(Optional<Duration> total) throws CommandException {
    return new JobWaiter.Limits(total, duration("--placement-timeout", placementTimeout));
  }

  private static Optional<Duration> duration(String option, String text) throws CommandException {
    return text == null ? Optional.empty() : Optional.of(Amounts.duration(option, text));
  }
}
