package io.processdistro.controller.api;

import io.processdistro.controller.api.view.ClusterEventJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.store.StoreTroubleException;
import io.processdistro.scheduler.JobOutcome;
import java.time.InstantSource;
import java.util.Optional;

/** Puts what happens in the cluster into words. */
final class ClusterNews {
  private final InstantSource clock;
  private boolean storeHealthy = true;

  ClusterNews(InstantSource clock) {
    this.clock = clock;
  }

  /** Of its beginning and its end; empty for what lies between. */
  Optional<ClusterEventJson> of(JobStatus job) {
    var id = job.record().id().text();
    var name = job.record().spec().taskType() + " job " + id;
    if (job.isFinished()) {
      return Optional.of(
          event("job-finished", name + " " + endOf(job.record().end().get().outcome()), id, null));
    }
    boolean begins = job.live().isPresent() && JobRows.viewOf(job).isEmpty();
    var submitter = job.record().spec().rules().submitter();
    return begins
        ? Optional.of(event("job-submitted", name + " of " + submitter + " is queued", id, null))
        : Optional.empty();
  }

  private static String endOf(JobOutcome outcome) {
    return switch (outcome) {
      case JobOutcome.Completed completed -> "is completed";
      case JobOutcome.Failed failed -> "has failed: " + failed.message();
      case JobOutcome.Cancelled cancelled -> "was cancelled";
    };
  }

  /**
   * @param before its state; null if it was not there
   */
  ClusterEventJson of(NodeJson node, String before) {
    var name = "node " + node.name();
    boolean joined = before == null && node.state().equals("ready");
    return joined
        ? event("node-joined", name + " joined with " + node.slots() + " slots", null, node.id())
        : event("node-" + node.state(), name + " is " + node.state(), null, node.id());
  }

  /** It said goodbye, was revoked, or was lost long ago. */
  ClusterEventJson left(String node) {
    return event("node-left", "node " + node + " has left", null, node);
  }

  /** Empty if it is as it was. */
  Optional<ClusterEventJson> of(StoreHealth health) {
    boolean healthy = health instanceof StoreHealth.Healthy;
    if (healthy == storeHealthy) return Optional.empty();
    storeHealthy = healthy;
    return Optional.of(
        healthy
            ? event("store-healthy", "the controller writes results down again", null, null)
            : event("store-trouble", StoreTroubleException.of(health).getMessage(), null, null));
  }

  private ClusterEventJson event(String kind, String message, String job, String node) {
    return new ClusterEventJson(clock.instant().toString(), kind, message, job, node);
  }
}
