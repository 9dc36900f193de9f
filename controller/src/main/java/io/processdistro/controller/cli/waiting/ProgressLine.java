package io.processdistro.controller.cli.waiting;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.text.Amounts;
import io.processdistro.common.text.PlainLine;
import io.processdistro.controller.api.view.JobJson;
import java.time.Duration;

/**
 * Shows how a job gets on: a bar that is rewritten in place if a person watches, else nothing but
 * the reason when nothing runs.
 */
final class ProgressLine implements AutoCloseable {
  private static final int BAR_WIDTH = 24;
  private static final int LINE_WIDTH_MAX = 79;
  private static final String START_OF_LINE = "\r";
  private static final String CLEAR_TO_END = "\u001b[K";

  private final Terminal terminal;
  private final long startNanos;
  private boolean shown;
  private String toldReason;

  ProgressLine(Terminal terminal, long nowNanos) {
    this.terminal = terminal;
    this.startNanos = nowNanos;
  }

  void show(JobJson job, long nowNanos) {
    if (terminal.live()) {
      terminal.err().print(START_OF_LINE + line(job, nowNanos) + CLEAR_TO_END);
      terminal.err().flush();
      shown = true;
    }
  }

  /** Why nothing runs; said once per reason where no bar shows it. */
  void tellWaiting(JobJson job) {
    var reason = job.waitingReason();
    if (terminal.live() || reason == null || reason.equals(toldReason)) return;
    toldReason = reason;
    terminal.say("job " + job.id() + " waits: " + reason);
  }

  private String line(JobJson job, long nowNanos) {
    var progress = job.progress();
    int filled = (int) Math.round(Math.clamp(progress.fraction(), 0, 1) * BAR_WIDTH);
    var text =
        "["
            + "#".repeat(filled)
            + "-".repeat(BAR_WIDTH - filled)
            + "] "
            + String.format("%3d", (int) (progress.fraction() * 100))
            + " %  "
            + job.state()
            + "  "
            + Amounts.clock(Duration.ofNanos(nowNanos - startNanos));
    if (progress.grainsRunning() == 0 && job.waitingReason() != null) {
      text += "  " + PlainLine.of(job.waitingReason());
    }
    return text.substring(0, Math.min(text.length(), LINE_WIDTH_MAX));
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (!shown) return;
    terminal.err().print(START_OF_LINE + CLEAR_TO_END);
    terminal.err().flush();
    shown = false;
  }
}
