package io.processdistro.scheduler;

/**
 * Two readings of time. {@link #nowNanos} is the driver's clock, forced never to go back. {@link
 * #fairNanos} runs alongside but never jumps: whatever a step exceeds the limit by is our own stall
 * and does not count against anybody.
 */
final class StallFreeClock {
  private final long stallNanos;
  private boolean started;
  private long nowNanos;
  private long fairNanos;
  private long stalledNanos;

  StallFreeClock(long stallNanos) {
    this.stallNanos = stallNanos;
  }

  void advance(long nanos) {
    if (!started) {
      started = true;
      nowNanos = nanos;
      fairNanos = 1; // zero means "never" in many places
      return;
    }
    long step = Math.max(0, nanos - nowNanos);
    nowNanos += step;
    long fairStep = step > stallNanos ? stallNanos : step;
    fairNanos += fairStep;
    stalledNanos += step - fairStep;
  }

  long nowNanos() {
    return nowNanos;
  }

  long fairNanos() {
    return fairNanos;
  }

  /** All stalls so far. */
  long stalledNanos() {
    return stalledNanos;
  }
}
