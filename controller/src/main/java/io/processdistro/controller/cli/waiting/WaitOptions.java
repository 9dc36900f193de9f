package io.processdistro.controller.cli.waiting;

import io.processdistro.common.cli.DurationConverter;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long a command waits for a job. */
public final class WaitOptions {
  @Option(
      names = "--wait-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Wait at most so long (500ms, 30s, 5m, 2h), then exit with 5.")
  private Duration waitTimeout;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "The same as --wait-timeout; but with --module: the longest that each task may run,"
              + " default 30s.")
  private Duration timeout;

  @Option(
      names = "--placement-timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Exit with 3 when nothing of the job runs for so long; default: 60s while no node is"
              + " ready that fits it, else never.")
  private Duration placementTimeout;

  public JobWaiter.Limits limits() throws CommandException {
    if (timeout != null && waitTimeout != null) {
      throw new CommandException(
          ExitCode.USAGE, "--timeout and --wait-timeout say the same here: use one of them");
    }
    return timeout == null ? limitsForModule() : limits(Optional.of(timeout));
  }

  /** Of a job with a module of the user's own, where {@code --timeout} is about its tasks. */
  public JobWaiter.Limits limitsForModule() {
    return limits(Optional.ofNullable(waitTimeout));
  }

  /** The longest run of a task of a user's own module; empty for the default. */
  public Optional<Duration> wallTime() {
    return Optional.ofNullable(timeout);
  }

  /**
   * The name of one that was given and is about waiting.
   *
   * @param ofModule whether the job runs a module of the user's own
   */
  public Optional<String> given(boolean ofModule) {
    if (waitTimeout != null) return Optional.of("--wait-timeout");
    if (placementTimeout != null) return Optional.of("--placement-timeout");
    return timeout == null || ofModule ? Optional.empty() : Optional.of("--timeout");
  }

  private JobWaiter.Limits limits(Optional<Duration> total) {
    return new JobWaiter.Limits(total, Optional.ofNullable(placementTimeout));
  }
}
