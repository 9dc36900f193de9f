package io.processdistro.controller.api.live;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.Queries;
import io.processdistro.controller.api.jobs.JobAccess;
import io.processdistro.controller.api.nodes.NodeList;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveLimits;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /v1/live}: pictures of the cluster, of a job, of a node, as server-sent events. Nothing is
 * made while nobody reads, and one picture serves all who may see the same. Each is whole, so a
 * reader who is behind is left out until it has caught up. Belongs to the event loop.
 */
public final class LiveStream {
  /**
   * What one reader follows.
   *
   * @param onlyOf whose jobs it sees; empty for all
   */
  private record Wish(Optional<String> onlyOf, Optional<JobRecord> job, Optional<KnownNode> node) {}

  private final Vertx vertx;
  private final LiveLimits limits;
  private final LiveViews views;
  private final Jobs jobs;
  private final NodeList nodes;
  private final Supplier<SchedulerSnapshot> snapshots;
  private final Answers answers;
  private final StreamReaders<Wish> readers;
  private boolean changed;
  private int quietMillis;

  /**
   * @param snapshots the latest; cheap to call
   */
  public LiveStream(
      Vertx vertx,
      LiveLimits limits,
      LiveViews views,
      Jobs jobs,
      NodeList nodes,
      Supplier<SchedulerSnapshot> snapshots,
      Answers answers) {
    this.vertx = vertx;
    this.limits = limits;
    this.views = views;
    this.jobs = jobs;
    this.nodes = nodes;
    this.snapshots = snapshots;
    this.answers = answers;
    this.readers =
        new StreamReaders<>(
            limits.readersMax(), limits.readerBytesMax(), limits.readerPatienceSeconds());
  }

  /**
   * @param authenticator judges again and again whether a reader may go on
   */
  public void mount(GuardedRouter router, Authenticator authenticator) {
    readers.start(vertx, authenticator);
    router.on(Endpoint.GET_OVERVIEW, this::overview);
    router.on(Endpoint.STREAM_LIVE, this::read);
    vertx.setPeriodic(limits.intervalMillis(), ignored -> tick());
  }

  /** Something that is shown is not what it was. */
  public void changed() {
    changed = true;
  }

  private void overview(RoutingContext context) {
    var onlyOf = JobAccess.onlyOf(GuardedRouter.principalOf(context));
    answers.json(context, 200, views.overview(snapshots.get(), onlyOf));
  }

  private void read(RoutingContext context) {
    readers.requireRoom();
    var wish =
        new Wish(
            JobAccess.onlyOf(GuardedRouter.principalOf(context)),
            Queries.text(context, "job").map(id -> JobAccess.jobOf(context, jobs, id)),
            Queries.text(context, "node").map(nodes::find));
    readers.add(context, wish, new Round().textFor(wish));
  }

  private void tick() {
    quietMillis += limits.intervalMillis();
    if (readers.isEmpty() || !(changed || quietMillis >= limits.quietMillis())) return;
    changed = false;
    quietMillis = 0;
    readers.send(new Round()::textFor);
  }

  /** A node as some see it. */
  private record NodeOf(NodeId node, Optional<String> onlyOf) {}

  /** The pictures of one moment, each made once. */
  private final class Round {
    private final SchedulerSnapshot snapshot = snapshots.get();
    private final Map<Optional<String>, String> overviews = new HashMap<>();
    private final Map<JobId, String> jobTexts = new HashMap<>();
    private final Map<NodeOf, String> nodeTexts = new HashMap<>();

    String textFor(Wish wish) {
      var text = new StringBuilder();
      text.append(
          overviews.computeIfAbsent(
              wish.onlyOf(), who -> event("overview", views.overview(snapshot, who))));
      wish.job()
          .ifPresent(
              job ->
                  text.append(
                      jobTexts.computeIfAbsent(job.id(), ignored -> event("job", views.job(job)))));
      wish.node()
          .ifPresent(
              node ->
                  text.append(
                      nodeTexts.computeIfAbsent(
                          new NodeOf(node.id(), wish.onlyOf()),
                          ignored -> event("node", views.node(node, snapshot, wish.onlyOf())))));
      return text.toString();
    }

    private String event(String kind, Object view) {
      return "event: " + kind + "\ndata: " + answers.encode(view) + "\n\n";
    }
  }
}
