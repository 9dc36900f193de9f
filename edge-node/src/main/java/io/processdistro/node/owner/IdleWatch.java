package io.processdistro.node.owner;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Judges by {@link IdleRule} whether others use this machine. It begins as used: what was before
 * the first look is not known. Soft state, no clock of its own.
 */
final class IdleWatch {
  /** The use of processors is averaged over about so long, so that a moment counts for little. */
  private static final double AVERAGED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final IdleRule rule;
  private double coresOfOthers;
  private boolean begun;
  private long lastNanos;
  private long loudNanos;
  private boolean idle;
  private boolean typed;

  IdleWatch(IdleRule rule) {
    this.rule = rule;
  }

  /**
   * Takes in a look at the machine; about one a second.
   *
   * @param cores processors that others have used since the last look
   * @param sinceInput since somebody last typed into a terminal; empty if nobody has, or the system
   *     does not tell
   */
  void saw(long nowNanos, double cores, Optional<Duration> sinceInput) {
    if (!begun) {
      begun = true;
      loudNanos = nowNanos;
      coresOfOthers = cores;
    } else {
      double weight = 1 - Math.exp((lastNanos - nowNanos) / AVERAGED_NANOS);
      coresOfOthers += weight * (cores - coresOfOthers);
    }
    lastNanos = nowNanos;
    if (coresOfOthers > (idle ? rule.coresLoud() : rule.coresQuiet())) loudNanos = nowNanos;
    typed = sinceInput.filter(age -> age.compareTo(rule.quiet()) < 0).isPresent();
    idle = !typed && nowNanos - loudNanos >= rule.quiet().toNanos();
  }

  /**
   * Why the machine counts as used, in words that stay the same as long as the reason does; empty
   * if it does not.
   */
  Optional<String> use() {
    if (idle) return Optional.empty();
    var span = Spans.text(rule.quiet());
    return Optional.of(
        typed
            ? "its machine is in use: somebody typed within the last " + span
            : "its machine is in use: other programs have not been quiet for " + span);
  }

  /** Processors that others use, averaged over some seconds. */
  double coresOfOthers() {
    return coresOfOthers;
  }
}
