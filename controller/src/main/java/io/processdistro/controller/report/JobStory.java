package io.processdistro.controller.report;

import io.processdistro.controller.api.view.JobEventView;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.api.view.NodeJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a report tells.
 *
 * @param live where its grains are and what ran where; empty if the controller does not remember
 * @param nodes the cluster's present ones
 * @param writtenAt when all this was so
 */
public record JobStory(
    JobJson job,
    Optional<LiveJson.Job> live,
    JobEventView.Explanation explanation,
    List<NodeJson> nodes,
    Instant writtenAt) {
  public JobStory {
    nodes = List.copyOf(nodes);
  }
}
