package io.processdistro.controller.jobs;

import java.time.Duration;

/**
 * Bounds of what the controller takes on.
 *
 * @param unfinishedMax jobs that are not finished; more are refused
 * @param planningMax submissions that are being planned or wait for it; more are refused
 * @param planningThreads workers that plan at once
 * @param assemblyThreads workers that assemble at once
 * @param congestedBytes outputs of one job that wait in memory to be assembled, above which nothing
 *     new of it is started
 * @param restorePatience after a start, how long nodes wait at most until the unfinished jobs are
 *     restored; a job that takes longer is restored all the same, but loses what nodes hold of it
 * @param nodesReturn how long nodes then have to come back with what they hold before anything of
 *     these jobs is given out
 */
public record JobLimits(
    int unfinishedMax,
    int planningMax,
    int planningThreads,
    int assemblyThreads,
    long congestedBytes,
    Duration restorePatience,
    Duration nodesReturn) {
  public static final JobLimits DEFAULTS =
      new JobLimits(
          10_000,
          64,
          2,
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          64L << 20,
          Duration.ofSeconds(3),
          Duration.ofMillis(1_500));
}
