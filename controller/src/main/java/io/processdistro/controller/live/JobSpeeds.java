package io.processdistro.controller.live;

import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/** How fast each running job goes. Follows the snapshots, whose cost it shares. */
final class JobSpeeds {
  private final Map<JobId, SpeedSamples> samples = new HashMap<>();

  void refresh(SchedulerSnapshot snapshot) {
    var running = new HashSet<JobId>();
    for (var job : snapshot.jobs()) {
      if (job.state().ended() || job.startedNanos() == 0) continue;
      running.add(job.job());
      samples
          .computeIfAbsent(
              job.job(), ignored -> new SpeedSamples(snapshot.nowNanos(), job.grains().done()))
          .refresh(snapshot.nowNanos(), job.grains().done());
    }
    samples.keySet().retainAll(running);
  }

  /** Empty while it cannot be told: too early, nothing gets done, or more grains may follow. */
  Optional<Eta> eta(JobView job) {
    if (job.state().ended() || job.grains().open()) return Optional.empty();
    var known = samples.get(job.job());
    return known == null ? Optional.empty() : known.eta(job.grains().total() - job.grains().done());
  }
}
