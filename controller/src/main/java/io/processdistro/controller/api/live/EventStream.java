package io.processdistro.controller.api.live;

import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.api.jobs.JobAccess;
import io.processdistro.controller.api.jobs.JobJsons;
import io.processdistro.controller.api.nodes.NodeList;
import io.processdistro.controller.jobs.JobListener;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.security.Authenticator;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * {@code /v1/events}: what changes, as server-sent events. The newest {@value #KEPT} are kept for
 * readers who come back; a reader that does not keep up is cut off. Belongs to the event loop.
 */
public final class EventStream implements JobListener {
  private static final int KEPT = 1_000;
  private static final long COMMENT_MILLIS = 15_000;
  private static final int READER_BYTES_MAX = 1 << 20;

  /** Ids of one life of the controller: those of the next are larger. */
  private static final long IDS_PER_EPOCH = 1L << 32;

  /**
   * @param job that it is about; null if it is about a node
   */
  private record Entry(long id, String kind, Object view, JobRecord job) {
    boolean isFor(Predicate<JobRecord> visible) {
      return job == null || visible.test(job);
    }
  }

  private final Vertx vertx;
  private final JobJsons jobs;
  private final NodeList nodes;
  private final Answers answers;
  private final ClusterNews news;
  private final ArrayDeque<Entry> kept = new ArrayDeque<>();

  /** With the jobs that each may see. */
  private final StreamReaders<Predicate<JobRecord>> readers =
      new StreamReaders<>(ApiLimits.EVENT_READERS_MAX, READER_BYTES_MAX, 0);

  private Map<String, String> nodeStates = Map.of();
  private long lastId;

  public EventStream(
      Vertx vertx, long epoch, JobJsons jobs, NodeList nodes, ClusterNews news, Answers answers) {
    this.news = news;
    this.vertx = vertx;
    this.lastId = (epoch - 1) * IDS_PER_EPOCH;
    this.jobs = jobs;
    this.nodes = nodes;
    this.answers = answers;
  }

  /**
   * @param authenticator judges again and again whether a reader may go on
   */
  public void mount(GuardedRouter router, Authenticator authenticator) {
    router.on(Endpoint.STREAM_EVENTS, this::read);
    readers.start(vertx, authenticator);
    vertx.setPeriodic(COMMENT_MILLIS, ignored -> readers.send(all -> ": still here\n\n"));
  }

  @Override
  public void changed(JobStatus job) {
    news.of(job).ifPresent(event -> publish("cluster", event, job.record()));
    publish("job", jobs.of(job), job.record());
  }

  /** Publishes nodes whose state differs from the last time, and so of the store. */
  public void refresh(SchedulerSnapshot snapshot, StoreHealth store) {
    news.of(store).ifPresent(event -> publish("cluster", event, null));
    var states = nodes.states(snapshot);
    if (states.equals(nodeStates)) return; // a cluster at rest is not described four times a second
    for (var node : nodes.all(snapshot)) {
      var key = node.id() == null ? node.name() : node.id();
      if (Objects.equals(states.get(key), nodeStates.get(key))) continue;
      publish("cluster", news.of(node, nodeStates.get(key)), null);
      publish("node", node, null);
    }
    for (var node : nodeStates.keySet()) {
      if (!states.containsKey(node)) publish("cluster", news.left(node), null);
    }
    nodeStates = states;
  }

  private void publish(String kind, Object view, JobRecord job) {
    var entry = new Entry(++lastId, kind, view, job);
    kept.add(entry);
    if (kept.size() > KEPT) kept.poll();
    if (readers.isEmpty()) return;
    var text = text(entry);
    readers.send(visible -> entry.isFor(visible) ? text : "");
  }

  private String text(Entry entry) {
    return "id: "
        + entry.id()
        + "\nevent: "
        + entry.kind()
        + "\ndata: "
        + answers.encode(entry.view())
        + "\n\n";
  }

  private void read(RoutingContext context) {
    readers.requireRoom();
    long seen = lastEventId(context);
    var visible = JobAccess.visibleTo(GuardedRouter.principalOf(context));
    readers.add(context, visible, backlog(seen, visible));
  }

  /** Without the header a reader gets only what comes from now on. */
  private long lastEventId(RoutingContext context) {
    var header = context.request().getHeader("Last-Event-ID");
    if (header == null) return lastId;
    if (!header.matches("[0-9]{1,18}")) {
      throw ApiException.invalid("Last-Event-ID", "Last-Event-ID must be a number");
    }
    return Long.parseLong(header);
  }

  private String backlog(long seen, Predicate<JobRecord> visible) {
    var text = new StringBuilder(": events\n\n");
    long firstKept = kept.isEmpty() ? lastId + 1 : kept.peek().id();
    boolean gap = seen > lastId || firstKept > seen + 1;
    if (gap) text.append("id: ").append(lastId).append("\nevent: gap\ndata: {}\n\n");
    for (var entry : kept) {
      if (entry.id() > seen && entry.isFor(visible)) text.append(text(entry));
    }
    return text.toString();
  }
}
