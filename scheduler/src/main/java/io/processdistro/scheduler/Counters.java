package io.processdistro.scheduler;

/** Plain counts since the start; see {@link io.processdistro.scheduler.view.Totals}. */
final class Counters {
  long grainsAccepted;
  long steals;
  long hedges;
  long retries;
  long unknownReports;
  long mismatches;
  long jobsSubmitted;
  long jobsCompleted;
  long jobsFailed;
  long jobsCancelled;
  long nodesLost;
  long leasesNumbered;
}
