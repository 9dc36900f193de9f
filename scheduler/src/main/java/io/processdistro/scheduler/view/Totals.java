package io.processdistro.scheduler.view;

/**
 * Counts since the scheduler started.
 *
 * @param unknownReports reports of leases never issued here, reported before, forged, or forgotten
 * @param mismatches two copies of one task gave different outputs
 * @param nodesLost nodes whose leases were given away, goodbyes not counted
 * @param stallNanos time in which the controller itself stood still
 */
public record Totals(
    AttemptCounts attempts,
    long grainsAccepted,
    long steals,
    long hedges,
    long retries,
    long unknownReports,
    long mismatches,
    long jobsSubmitted,
    long jobsCompleted,
    long jobsFailed,
    long jobsCancelled,
    long nodesLost,
    long stallNanos) {}
