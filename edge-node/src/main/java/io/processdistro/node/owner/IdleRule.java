package io.processdistro.node.owner;

import java.time.Duration;

/**
 * When a machine counts as unused by others.
 *
 * @param quiet it has to have been quiet for so long: nothing read from a terminal, and other
 *     programs within {@code coresQuiet}
 * @param coresLoud processors that other programs have to use for an unused machine to count as
 *     used again; the distance to {@code coresQuiet} keeps it from changing to and fro
 * @param coresQuiet at most what other programs use while a used machine becomes quiet
 */
public record IdleRule(Duration quiet, double coresLoud, double coresQuiet) {
  public static final Duration QUIET_DEFAULT = Duration.ofMinutes(5);

  /** A desktop at rest was seen to use 0.02 to 0.1 of a processor. */
  private static final double CORES_LOUD_DEFAULT = 0.5;

  private static final double CORES_QUIET_DEFAULT = 0.25;

  public IdleRule {
    if (quiet.isNegative() || quiet.isZero()) {
      throw new IllegalArgumentException("a machine is quiet for more than no time, was " + quiet);
    }
    if (coresQuiet > coresLoud) {
      throw new IllegalArgumentException(
          "coresQuiet is at most coresLoud (" + coresLoud + "), was " + coresQuiet);
    }
  }

  public static IdleRule after(Duration quiet) {
    return new IdleRule(quiet, CORES_LOUD_DEFAULT, CORES_QUIET_DEFAULT);
  }
}
