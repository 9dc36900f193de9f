package io.processdistro.controller.cli.waiting;

import io.processdistro.common.cli.Terminal;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;

/** What the states of a job mean for a command. */
public final class JobStates {
  private static final int LOG_LINES_MAX = 50;

  private JobStates() {}

  public static boolean finished(JobJson job) {
    return completed(job) || job.state().equals("failed") || job.state().equals("cancelled");
  }

  public static boolean completed(JobJson job) {
    return job.state().equals("completed");
  }

  /** Nothing of it will run before other nodes come than those that are ready. */
  public static boolean unplaceable(JobJson job) {
    return "no_nodes".equals(job.waitingCode()) || "no_node_fits".equals(job.waitingCode());
  }

  /**
   * Tells the guest's log of a failed job.
   *
   * @throws CommandException with the reason, if the job is finished and has no result
   */
  public static void requireSuccess(JobJson job, Terminal terminal) throws CommandException {
    if (!finished(job) || completed(job)) return;
    if (job.error() != null && job.error().log() != null) tellLog(job.error().log(), terminal);
    throw new CommandException(ExitCode.JOB_FAILED, "job " + job.id() + " " + failure(job));
  }

  /** The last lines, as they say most about the end. */
  private static void tellLog(String log, Terminal terminal) {
    var lines = log.lines().toList();
    int from = Math.max(0, lines.size() - LOG_LINES_MAX);
    if (from > 0) terminal.say("guest: (" + from + " lines before)");
    for (var line : lines.subList(from, lines.size())) terminal.say("guest: " + line);
  }

  private static String failure(JobJson job) {
    if (job.error() == null) return "was " + job.state();
    var error = job.error();
    var text = new StringBuilder("failed: ").append(error.message());
    if (error.grains() != null) text.append(" (grains ").append(error.grains()).append(')');
    if (error.hint() != null && !error.hint().isBlank()) text.append("; ").append(error.hint());
    return text.append(" [").append(error.code()).append(']').toString();
  }
}
