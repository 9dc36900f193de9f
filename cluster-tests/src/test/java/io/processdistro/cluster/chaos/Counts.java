package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.api.view.JobJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a controller counts, by its metrics. Each attempt at a task ends in exactly one way.
 *
 * @param values by name and labels, as Prometheus writes them
 */
record Counts(Map<String, Double> values) {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(processdistro_\\S+) (\\S+)$");
  private static final Pattern REASSIGN_BUCKET =
      Pattern.compile("processdistro_reassign_latency_seconds_bucket\\{le=\"([0-9.]+)\"\\}");
  private static final List<String> OUTCOMES =
      List.of("accepted", "duplicate", "stale", "invalid", "failed", "cancelled", "lost");

  static Counts parse(String metrics) {
    var values = new HashMap<String, Double>();
    SAMPLE
        .matcher(metrics)
        .results()
        .forEach(found -> values.put(found.group(1), Double.valueOf(found.group(2))));
    return new Counts(values);
  }

  long of(String name) {
    assertThat(values).containsKey(name);
    return values.get(name).longValue();
  }

  long outcome(String outcome) {
    return of("processdistro_tasks_total{outcome=\"" + outcome + "\"}");
  }

  long attempts() {
    return of("processdistro_tasks_issued_total");
  }

  long open() {
    return of("processdistro_tasks_open");
  }

  long grainsAccepted() {
    return of("processdistro_grains_accepted_total");
  }

  /** Reports of leases that were given up, or that nobody knows any more. */
  long late() {
    return outcome("stale") + of("processdistro_reports_unknown_total");
  }

  /** Tasks of crashed nodes that another node has got. */
  long reassigned() {
    return of("processdistro_reassign_latency_seconds_count");
  }

  /** The bound of the histogram's bucket within which this share of them was. */
  Duration reassignedWithin(double share) {
    double enough = share * reassigned();
    return values.entrySet().stream()
        .filter(entry -> entry.getValue() >= enough)
        .map(entry -> REASSIGN_BUCKET.matcher(entry.getKey()))
        .filter(Matcher::matches)
        .map(bucket -> Duration.ofMillis(Math.round(1_000 * Double.parseDouble(bucket.group(1)))))
        .min(Duration::compareTo)
        .orElseThrow(() -> new AssertionError("slower than every bucket: " + values));
  }

  /** What was counted between an earlier reading and this one. */
  Counts since(Counts earlier) {
    var between = new HashMap<>(values);
    earlier.values.forEach((name, value) -> between.merge(name, -value, Double::sum));
    return new Counts(between);
  }

  long nodesLost() {
    return of("processdistro_nodes_lost_total");
  }

  /** For a cluster at rest: no lease is out, and every one that ever was has one outcome. */
  void assertExact() {
    assertThat(open()).as("leases still out").isZero();
    long ended = OUTCOMES.stream().mapToLong(this::outcome).sum();
    assertThat(attempts()).as(() -> "attempts, of which ended " + values).isEqualTo(ended);
  }

  /**
   * A finished job: every grain merged once. Open in its own counts are second copies that are
   * still being stopped when the job ends, and leases asked back whose tasks ran elsewhere before
   * their node answered; nothing else is.
   */
  static void assertExact(JobJson job) {
    var stats = job.stats();
    assertThat(stats.accepted()).as("tasks that were computed for this job").isPositive();
    long ended =
        stats.accepted()
            + stats.duplicate()
            + stats.stale()
            + stats.invalid()
            + stats.failed()
            + stats.cancelled()
            + stats.lost();
    assertThat(stats.attempts() - ended)
        .as(stats.toString())
        .isBetween(0L, stats.hedges() + stats.steals());
    assertThat(job.progress().grainsDone()).isEqualTo(job.progress().grainsTotal());
  }
}
