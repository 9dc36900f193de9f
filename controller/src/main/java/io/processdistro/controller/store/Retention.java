package io.processdistro.controller.store;

import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets finished jobs beyond the limits, then deletes their results. On the event loop. */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final KeepLimits limits;
  private final JobStore jobs;
  private final ResultFiles results;
  private final WorkerExecutor workers;
  private final InstantSource clock;

  /**
   * @param workers delete files
   */
  public Retention(
      KeepLimits limits,
      JobStore jobs,
      ResultFiles results,
      WorkerExecutor workers,
      InstantSource clock) {
    this.limits = limits;
    this.jobs = jobs;
    this.results = results;
    this.workers = workers;
    this.clock = clock;
  }

  /** Call it every few seconds; does not block. */
  public void prune() {
    var excess = excess(jobs.finishedJobs(), limits, clock.instant());
    if (excess.isEmpty()) return;
    LOG.info("store=forgetting jobs={} oldest={}", excess.size(), excess.getFirst().id());
    jobs.forget(excess)
        .compose(ignored -> workers.executeBlocking(() -> deleteResults(excess), false))
        .onFailure(e -> LOG.warn("store=not-forgotten reason=\"{}\"", e.toString()));
  }

  private Void deleteResults(List<JobRecord> forgotten) throws IOException {
    for (var job : forgotten) results.delete(job.id());
    return null;
  }

  /**
   * @param finished the one that ended first comes first
   */
  static List<JobRecord> excess(List<JobRecord> finished, KeepLimits limits, Instant now) {
    var excess = new ArrayList<JobRecord>();
    long bytes = finished.stream().mapToLong(Retention::resultBytes).sum();
    int count = finished.size();
    for (var job : finished) {
      var endedAt = job.end().orElseThrow().at();
      boolean tooOld = endedAt.isBefore(now.minus(limits.ageMax()));
      boolean tooMuch =
          bytes > limits.resultBytesMax()
              && resultBytes(job) > 0
              && endedAt.isBefore(now.minus(KeepLimits.FETCHING_TIME));
      if (!tooOld && !tooMuch && count <= limits.jobsMax()) continue;
      excess.add(job);
      bytes -= resultBytes(job);
      count--;
    }
    return excess;
  }

  private static long resultBytes(JobRecord job) {
    return job.end().flatMap(JobEnd::result).map(JobEnd.Result::lengthBytes).orElse(0L);
  }
}
