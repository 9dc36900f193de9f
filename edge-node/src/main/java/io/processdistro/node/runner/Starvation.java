package io.processdistro.node.runner;

import java.time.Duration;

/**
 * When a process that has not stopped its guest in time is not to blame: what it has not been given
 * processor time for, it cannot do. A guest that really cannot be stopped uses a processor fully,
 * so on a machine at rest this changes nothing.
 */
public final class Starvation {
  /**
   * Who has used less since it was to stop has not had the time. A process that was started just
   * before needs some of this for itself: its first loops, and memory of 256 MiB to be cleared.
   */
  static final long BUSY_MILLIS = 800;

  /** However little it was given, it has to have stopped by then. */
  static final long GRACE_NANOS = Duration.ofSeconds(10).toNanos();

  private Starvation() {}

  /**
   * @param cpuMillis processor time of the process until now; 0 where the system does not tell,
   *     then nobody starves
   * @param cpuMillisAtStop the same when it was to stop
   * @param nanosSinceStop by the clock
   */
  public static boolean excuses(long cpuMillis, long cpuMillisAtStop, long nanosSinceStop) {
    return cpuMillis > 0
        && cpuMillis - cpuMillisAtStop < BUSY_MILLIS
        && nanosSinceStop <= GRACE_NANOS;
  }
}
