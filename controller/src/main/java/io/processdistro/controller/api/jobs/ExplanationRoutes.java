package io.processdistro.controller.api.jobs;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.Queries;
import io.processdistro.controller.api.view.JobEventView;
import io.processdistro.controller.api.view.TaskView;
import io.processdistro.controller.jobs.JobClock;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.view.Explanation;
import io.processdistro.scheduler.view.Explanation.PartState;
import io.processdistro.scheduler.view.HistoryEntry;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Why a job is where it is, what happened to it, and which leases of it are out. The scheduler
 * answers; it forgets jobs some time after their end.
 */
public final class ExplanationRoutes {
  private final Jobs jobs;
  private final BiFunction<JobId, Optional<GrainRange>, Optional<Explanation>> scheduler;
  private final NodeDirectory nodes;
  private final JobClock clock;
  private final Answers answers;

  public ExplanationRoutes(
      Jobs jobs,
      BiFunction<JobId, Optional<GrainRange>, Optional<Explanation>> scheduler,
      NodeDirectory nodes,
      JobClock clock,
      Answers answers) {
    this.jobs = jobs;
    this.scheduler = scheduler;
    this.nodes = nodes;
    this.clock = clock;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.EXPLAIN_JOB, this::explain);
    router.on(Endpoint.LIST_JOB_EVENTS, this::events);
    router.on(Endpoint.LIST_TASKS, this::tasks);
  }

  private void explain(RoutingContext context) {
    var job = JobAccess.jobOf(context, jobs);
    var range = Queries.range(context, "range");
    var text = range.map(GrainRange::toString).orElse(null);
    var view =
        scheduler
            .apply(job.id(), range)
            .map(
                found ->
                    new JobEventView.Explanation(
                        job.id().text(), text, found.why(), reasons(found), events(found)))
            .orElseGet(
                () ->
                    new JobEventView.Explanation(
                        job.id().text(), text, forgotten(job), List.of(), List.of()));
    answers.json(context, 200, view);
  }

  private void events(RoutingContext context) {
    var job = JobAccess.jobOf(context, jobs);
    var found = scheduler.apply(job.id(), Optional.empty());
    answers.json(
        context,
        200,
        new JobEventView.History(
            job.id().text(),
            found.map(Explanation::forgotten).orElse(0L),
            found.map(this::events).orElse(List.of())));
  }

  /** Paged by the first grain; a page holds what lies in the scheduler's first parts. */
  private void tasks(RoutingContext context) {
    var job = JobAccess.jobOf(context, jobs);
    int limit = Queries.limit(context);
    long from = Queries.number(context, "cursor").orElse(0);
    var range = from == 0 ? Optional.<GrainRange>empty() : Optional.of(tail(from));
    var parts = scheduler.apply(job.id(), range).map(Explanation::parts).orElse(List.of());
    var tasks = parts.stream().flatMap(part -> task(part).stream()).limit(limit).toList();
    String cursor = null;
    if (tasks.size() == limit) {
      cursor = Long.toString(tasks.getLast().to());
    } else if (parts.size() == Explanation.PARTS_MAX) {
      cursor = Long.toString(parts.getLast().range().to());
    }
    answers.json(context, 200, new TaskView.Page(tasks, cursor));
  }

  private static GrainRange tail(long from) {
    return new GrainRange(from, Long.MAX_VALUE);
  }

  private static String forgotten(JobRecord job) {
    return job.end().isPresent()
        ? "It has ended; what happened on the way is no longer kept."
        : "It is being planned: nothing of it was given to the scheduler yet.";
  }

  private List<String> reasons(Explanation explanation) {
    var reasons = new ArrayList<String>();
    for (var part : explanation.parts()) {
      var where = part.node().map(node -> " on " + nameOf(node)).orElse("");
      reasons.add("grains " + part.range() + ": " + words(part.state()) + where);
    }
    for (var ran : explanation.ranOn()) {
      var where = ran.node().map(this::nameOf).orElse("other nodes");
      reasons.add(where + " ran " + ran.tasks() + " tasks of it, " + ran.grains() + " grains");
    }
    return reasons;
  }

  private List<JobEventView> events(Explanation explanation) {
    return explanation.history().stream().map(this::event).toList();
  }

  private JobEventView event(HistoryEntry entry) {
    return new JobEventView(
        clock.instantOf(entry.nanos()).map(Instant::toString).orElse(null),
        words(entry.kind()),
        entry.note(),
        entry.range().map(GrainRange::toString).orElse(null),
        entry.node().map(NodeId::text).orElse(null));
  }

  private Optional<TaskView> task(Explanation.Part part) {
    if (part.node().isEmpty() || part.lease().isEmpty()) return Optional.empty();
    var node = part.node().get();
    long ageNanos = part.sinceNanos() == 0 ? 0 : clock.nanos() - part.sinceNanos();
    return Optional.of(
        new TaskView(
            part.lease().get().toString(),
            part.range().from(),
            part.range().to(),
            node.text(),
            nameOf(node),
            part.state() == PartState.RUNNING ? "running" : "waiting",
            ageNanos / 1e6));
  }

  private String nameOf(NodeId id) {
    var known = nodes.find(id);
    return known == null ? id.text() : known.name().toString();
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
