package io.processdistro.controller.api.live;

import io.processdistro.controller.api.nodes.NodeJsons;
import io.processdistro.controller.api.view.ClusterEventJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.store.StoreTroubleException;
import io.processdistro.scheduler.JobOutcome;
import java.time.InstantSource;
import java.util.Optional;

/** Puts what happens in the cluster into words. */
public final class ClusterNews {
  private final InstantSource clock;
  private boolean storeHealthy = true;

  public ClusterNews(InstantSource clock) {
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
   * A node that joins may be drained already when it is first looked at, four times a second.
   *
   * @param before its state; null if it was not there
   */
  ClusterEventJson of(NodeJson node, String before) {
    var name = "node " + node.name();
    boolean joined = !isConnected(before) && isConnected(node.state());
    if (!joined) {
      return event("node-" + node.state(), name + " is " + node.state(), null, node.id());
    }
    var aside = node.state().equals("ready") ? "" : " and is " + node.state();
    var message = name + " joined with " + node.slots() + " slots" + aside;
    return event("node-joined", message, null, node.id());
  }

  private static boolean isConnected(String state) {
    return state != null && !state.equals(NodeJsons.ANNOUNCED) && !state.equals(NodeJsons.PENDING);
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
