package io.processdistro.controller.store;

import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.view.AttemptCounts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How a job ended.
 *
 * @param startedAt when its first lease was granted; empty if none was
 * @param version of the job as clients see it; larger than any before
 * @param log what the guest wrote whose failure decided, escaped and bounded; empty if nothing
 * @param result present when it completed
 */
public record JobEnd(
    Instant at,
    long version,
    Optional<Instant> startedAt,
    JobOutcome outcome,
    String log,
    Optional<Result> result,
    Tally tally,
    Times times) {

  /**
   * The finished file, complete and closed.
   *
   * @param reusedFrom the job that computed it, if this one did not
   */
  public record Result(
      Path path, long lengthBytes, String format, String contentType, Optional<JobId> reusedFrom) {}

  /**
   * What it took.
   *
   * @param grains length of its line, as far as it became known
   */
  public record Tally(
      long grains,
      long grainsDone,
      AttemptCounts attempts,
      long retries,
      long steals,
      long hedges) {}

  /**
   * Where the time went.
   *
   * @param runNanos from submission to the last accepted task (or the end of an unsuccessful job)
   * @param finishNanos from there to the finished result file
   * @param slotNanos summed over accepted tasks, by the nodes' clocks
   * @param kernelNanos likewise
   */
  public record Times(long runNanos, long finishNanos, long slotNanos, long kernelNanos) {}
}
