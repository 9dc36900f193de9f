package io.processdistro.controller.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Joins the two times of the controller: that of people and that of the scheduler, which only moves
 * forward.
 */
public final class JobClock {
  private final InstantSource instants;
  private final LongSupplier nanos;

  public JobClock(InstantSource instants, LongSupplier nanos) {
    this.instants = instants;
    this.nanos = nanos;
  }

  public Instant now() {
    return instants.instant();
  }

  public long nanos() {
    return nanos.getAsLong();
  }

  /** When that was for people; empty for 0, which stands for never. */
  public Optional<Instant> instantOf(long schedulerNanos) {
    if (schedulerNanos == 0) return Optional.empty();
    return Optional.of(instants.instant().plusNanos(schedulerNanos - nanos.getAsLong()));
  }

  /** By the time of people; 0 if that was set back beyond {@code earlier} since. */
  long nanosSince(Instant earlier) {
    return Math.max(0, Duration.between(earlier, instants.instant()).toNanos());
  }

  /** When that is for the scheduler. */
  public long nanosOf(Instant instant) {
    return nanos.getAsLong() + Duration.between(instants.instant(), instant).toMillis() * 1_000_000;
  }
}
