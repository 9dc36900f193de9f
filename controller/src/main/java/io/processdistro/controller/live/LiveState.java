package io.processdistro.controller.live;

import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.Optional;

/** What is known of the running cluster for those who watch it. Belongs to the event loop. */
public final class LiveState {
  private final ThroughputMeter throughput = new ThroughputMeter();
  private final JobSpeeds speeds = new JobSpeeds();

  /** Takes over what the scheduler says of jobs and nodes. */
  public void refresh(SchedulerSnapshot snapshot) {
    throughput.refresh(snapshot);
    speeds.refresh(snapshot);
  }

  public Throughput throughput() {
    return throughput.throughput();
  }

  /** When the job will be done; empty while that cannot be told. */
  public Optional<Eta> eta(JobView job) {
    return speeds.eta(job);
  }
}
