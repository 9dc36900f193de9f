package io.processdistro.controller.live;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.driver.SchedulerWatch;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.List;
import java.util.Optional;

/** What is known of the running cluster for those who watch it. Belongs to the event loop. */
public final class LiveState {
  private final ThroughputMeter throughput = new ThroughputMeter();
  private final JobSpeeds speeds = new JobSpeeds();
  private final JobTracks jobs;
  private final LeaseTracker leases;

  public LiveState(LiveLimits limits) {
    this.jobs = new JobTracks(limits);
    this.leases = new LeaseTracker(jobs);
  }

  /** Takes part in every event. */
  public SchedulerWatch watch() {
    return leases;
  }

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

  /** Empty if it is not remembered. */
  public Optional<JobTrack> job(JobId job) {
    return Optional.ofNullable(jobs.find(job));
  }

  /** What a node has, those in slots first; at most so many. */
  public List<LeaseView> leasesOf(NodeId node, int countMax) {
    return LeaseTracker.views(leases.leasesOf(node), countMax);
  }
}
