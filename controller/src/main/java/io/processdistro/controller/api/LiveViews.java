package io.processdistro.controller.api;

import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.List;
import java.util.Optional;

/** What the events of {@code /v1/live} carry. Belongs to the event loop. */
final class LiveViews {
  private final Overviews overviews;
  private final Jobs jobs;
  private final JobJsons jobJsons;
  private final LiveState live;

  LiveViews(Overviews overviews, Jobs jobs, JobJsons jobJsons, LiveState live) {
    this.overviews = overviews;
    this.jobs = jobs;
    this.jobJsons = jobJsons;
    this.live = live;
  }

  OverviewJson overview(SchedulerSnapshot snapshot, Optional<String> onlyOf) {
    return overviews.of(snapshot, onlyOf);
  }

  LiveJson.Job job(JobRecord record) {
    var status = jobs.status(record);
    var eta = JobRows.viewOf(status).flatMap(live::eta).map(JobJsons::eta).orElse(null);
    return new LiveJson.Job(
        jobJsons.of(status), eta, null, new LiveJson.Slots(0, List.of(), List.of()), List.of());
  }

  LiveJson.Node node(KnownNode node, SchedulerSnapshot snapshot) {
    return new LiveJson.Node(NodeList.show(node, snapshot), List.of());
  }
}
