package io.processdistro.controller.api.jobs;

import io.processdistro.common.values.JobId;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.api.view.EstimateJson;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.jobs.Sample;
import io.processdistro.controller.jobs.TimeEstimate;
import io.processdistro.controller.live.Eta;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.tasks.JobPlan;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Has jobs sampled and says how long they would take. Belongs to the event loop. */
public final class Estimates {
  /** Well within {@link ApiLimits#WAIT_MAX}, as the answer is held back for so long. */
  private static final Duration SAMPLE_MAX = Duration.ofSeconds(40);

  /** A sample that has no place ends before it begins. */
  private static final Duration NO_TIME = Duration.ofMillis(1);

  private final Jobs jobs;
  private final DryRuns placements;
  private final LiveState live;

  public Estimates(Jobs jobs, DryRuns placements, LiveState live) {
    this.jobs = jobs;
    this.placements = placements;
    this.live = live;
  }

  Future<EstimateJson> of(JobSpec spec) {
    return jobs.sample(spec, this::longest).map(sample -> show(spec, sample));
  }

  private Duration longest(JobPlan plan) {
    return placements.placement(plan).reason() == null ? SAMPLE_MAX : NO_TIME;
  }

  private EstimateJson show(JobSpec spec, Sample sample) {
    var placement = placements.placement(sample.whole());
    var ahead = ahead(spec);
    int slots =
        Math.min(placement.slotsFitting(), spec.rules().slotsMax().orElse(Integer.MAX_VALUE));
    var estimate = TimeEstimate.of(sample, slots, ahead.secondsMax());
    return new EstimateJson(
        spec.taskType(),
        sample.job().text(),
        sample.whole().grains(),
        sample.whole().open(),
        sample.tiles(),
        sample.times().tasks(),
        sample.grainsPerTile(),
        thousandths(sample.grainMillis()),
        thousandths(sample.grainMillisDeviation()),
        ahead,
        estimate.map(TimeEstimate::lowSeconds).map(Estimates::thousandths).orElse(null),
        estimate.flatMap(TimeEstimate::highSeconds).map(Estimates::thousandths).orElse(null),
        placement,
        sample.reusable().map(JobId::text).orElse(null));
  }

  /** Jobs that share the cluster go on at their present pace at least until the slowest ends. */
  private EstimateJson.Ahead ahead(JobSpec spec) {
    int count = 0;
    int unknown = 0;
    double seconds = 0;
    for (var record : jobs.unfinished()) {
      if (!isAhead(record, spec)) continue;
      count++;
      var eta = eta(jobs.status(record));
      if (eta.isEmpty()) unknown++;
      seconds = Math.max(seconds, eta.map(Eta::highSeconds).orElse(0.0));
    }
    return new EstimateJson.Ahead(count, unknown, thousandths(seconds));
  }

  private static boolean isAhead(JobRecord other, JobSpec spec) {
    return !other.spec().sampled()
        && other.spec().rules().priority().compareTo(spec.rules().priority()) <= 0;
  }

  private Optional<Eta> eta(JobStatus job) {
    return job.live().flatMap(JobStatus.Live::view).flatMap(live::eta);
  }

  private static double thousandths(double number) {
    return Math.round(number * 1_000) / 1_000.0;
  }
}
