package io.processdistro.controller.cli.waiting;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.UnreachableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Waits until a job is finished, by long polls; survives a controller that is away for a while. */
public final class JobWaiter {
  private static final Duration POLL_MAX = Duration.ofSeconds(10);
  private static final Duration AWAY_MAX = Duration.ofSeconds(15);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(300);

  /** How long nothing of a job may run, with no node for it, before the command gives up. */
  private static final Duration NO_NODE_MAX = Duration.ofSeconds(60);

  /** A job that was just submitted has nothing running for a moment; that is no news. */
  private static final Duration TELL_AFTER = Duration.ofSeconds(2);

  private final ControllerClient client;
  private final Terminal terminal;
  private final LongSupplier nanoClock;

  public JobWaiter(ControllerClient client, Terminal terminal, LongSupplier nanoClock) {
    this.client = client;
    this.terminal = terminal;
    this.nanoClock = nanoClock;
  }

  /**
   * @param total how long to wait for the end; empty: for ever
   * @param placement how long nothing of the job may run; empty: for ever, except that without any
   *     ready node that fits it is a minute
   */
  public record Limits(Optional<Duration> total, Optional<Duration> placement) {}

  /** The job when it is finished, however it ended. */
  public JobJson await(JobJson submitted, Limits limits) throws ClientException, CommandException {
    var job = submitted;
    long startNanos = nanoClock.getAsLong();
    long movingNanos = startNanos;
    long done = 0;
    try (var progress = new ProgressLine(terminal, startNanos)) {
      while (!JobStates.finished(job)) {
        long nowNanos = nanoClock.getAsLong();
        var waited = Duration.ofNanos(nowNanos - startNanos);
        if (limits.total().isPresent() && waited.compareTo(limits.total().get()) >= 0) {
          throw timedOut(job, limits.total().get());
        }
        if (job.progress().grainsRunning() > 0 || job.progress().grainsDone() > done) {
          movingNanos = nowNanos;
          done = job.progress().grainsDone();
        }
        var still = Duration.ofNanos(nowNanos - movingNanos);
        requirePlacement(job, still, limits);
        progress.show(job, nowNanos);
        if (still.compareTo(TELL_AFTER) >= 0) progress.tellWaiting(job);
        job = next(job, pollTime(waited, still, limits));
      }
    }
    return job;
  }

  private Duration pollTime(Duration waited, Duration still, Limits limits) {
    // A live clock wants a new line every second.
    var poll = terminal.live() ? Duration.ofSeconds(1) : POLL_MAX;
    if (limits.total().isPresent()) poll = shorter(poll, limits.total().get().minus(waited));
    poll = shorter(poll, limits.placement().orElse(NO_NODE_MAX).minus(still));
    if (still.compareTo(TELL_AFTER) < 0) poll = shorter(poll, TELL_AFTER);
    return poll.isPositive() ? poll : RETRY_PAUSE;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void requirePlacement(JobJson job, Duration still, Limits limits)
      throws CommandException {
    var limit = limits.placement().orElse(NO_NODE_MAX);
    if (still.compareTo(limit) < 0) return;
    if (limits.placement().isEmpty() && !JobStates.unplaceable(job)) return;
    throw new CommandException(
        ExitCode.NOT_PLACED,
        "nothing of job "
            + job.id()
            + " ran for "
            + Amounts.clock(limit)
            + (job.waitingReason() == null ? "" : ": " + job.waitingReason())
            + "; it stays queued, cancel it with \"controller cancel "
            + job.id()
            + "\"");
  }

  private static CommandException timedOut(JobJson job, Duration limit) {
    return new CommandException(
        ExitCode.TIME_OUT,
        "job "
            + job.id()
            + " is not finished after "
            + Amounts.clock(limit)
            + " and goes on: wait with \"controller result "
            + job.id()
            + " --wait\" or stop it with \"controller cancel "
            + job.id()
            + "\"");
  }

  private JobJson next(JobJson job, Duration poll) throws ClientException {
    long awaySinceNanos = nanoClock.getAsLong();
    while (true) {
      try {
        return client.awaitChange(job.id(), job.version(), poll);
      } catch (UnreachableException e) {
        var away = Duration.ofNanos(nanoClock.getAsLong() - awaySinceNanos);
        if (away.compareTo(AWAY_MAX.plus(poll)) >= 0) throw e;
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
