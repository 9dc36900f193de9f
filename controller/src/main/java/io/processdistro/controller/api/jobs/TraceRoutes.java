package io.processdistro.controller.api.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.jobs.JobClock;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.live.Span;
import io.processdistro.controller.live.SpanKind;
import io.processdistro.controller.nodes.NodeDirectory;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What ran where and when, in the trace event format of Chrome, which Perfetto opens: a process per
 * node, a thread per slot.
 */
public final class TraceRoutes {
  private static final double NANOS_PER_MICRO = 1e3;

  private final Jobs jobs;
  private final LiveState live;
  private final NodeDirectory nodes;
  private final JobClock clock;
  private final WorkerExecutor workers;
  private final Answers answers;

  public TraceRoutes(
      Jobs jobs,
      LiveState live,
      NodeDirectory nodes,
      JobClock clock,
      WorkerExecutor workers,
      Answers answers) {
    this.workers = workers;
    this.jobs = jobs;
    this.live = live;
    this.nodes = nodes;
    this.clock = clock;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.GET_TRACE, this::trace);
  }

  private void trace(RoutingContext context) {
    var job = JobAccess.jobOf(context, jobs);
    var track = live.job(job.id());
    if (track.isEmpty()) {
      throw new ApiException(
          ErrorCode.NOT_FOUND,
          null,
          "what ran where of job " + job.id() + " is not remembered any more",
          "it is while the controller runs, as long as there is room for it");
    }
    long zeroNanos = clock.nanosOf(job.submittedAt());
    context
        .response()
        .putHeader("Content-Disposition", "attachment; filename=\"" + job.id() + "-trace.json\"");
    var spans = track.get().spans(Integer.MAX_VALUE);
    var names = namesIn(spans);
    var facts = Map.<String, Object>of("job", job.id().text(), "task_type", job.spec().taskType());
    long nowNanos = clock.nanos();
    workers
        .executeBlocking(
            () -> answers.encode(new Trace(events(spans, names, zeroNanos, nowNanos), "ms", facts)),
            false)
        .compose(
            text ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(text))
        .onFailure(context::fail);
  }

  private Map<NodeId, String> namesIn(List<Span> spans) {
    var names = new HashMap<NodeId, String>();
    for (var span : spans) names.computeIfAbsent(span.node(), this::nameOf);
    return names;
  }

  /** Names as the format has them, in snake case too. */
  private record Trace(
      @JsonProperty("traceEvents") List<Map<String, Object>> traceEvents,
      @JsonProperty("displayTimeUnit") String displayTimeUnit,
      @JsonProperty("otherData") Map<String, Object> otherData) {}

  /** Takes a while for many spans: on a worker. */
  private static List<Map<String, Object>> events(
      List<Span> spans, Map<NodeId, String> names, long zeroNanos, long nowNanos) {
    var events = new ArrayList<Map<String, Object>>();
    var processes = new LinkedHashMap<NodeId, Integer>();
    var threads = new LinkedHashSet<String>();
    for (var span : spans.reversed()) {
      int process =
          processes.computeIfAbsent(
              span.node(),
              node -> {
                int number = processes.size() + 1;
                events.add(name("process_name", number, 0, names.get(node)));
                return number;
              });
      if (threads.add(process + "/" + span.slot())) {
        events.add(name("thread_name", process, span.slot(), "slot " + span.slot()));
      }
      events.add(complete(span, process, zeroNanos, nowNanos));
      if (span.kind() != SpanKind.RUN) events.add(instant(span, process, zeroNanos));
    }
    return events;
  }

  private static Map<String, Object> name(String what, int process, int thread, String name) {
    var event = event("M", what, process, thread);
    event.put("args", Map.of("name", name));
    return event;
  }

  private static Map<String, Object> complete(
      Span span, int process, long zeroNanos, long nowNanos) {
    var event = event("X", "grains " + span.range(), process, span.slot());
    long toNanos = span.runs() ? nowNanos : span.toNanos();
    event.put("cat", span.kind().text());
    event.put("ts", micros(span.fromNanos() - zeroNanos));
    event.put("dur", micros(toNanos - span.fromNanos()));
    event.put("args", Map.of("lease", span.lease().toString(), "grains", span.range().length()));
    return event;
  }

  /** A steal and a second copy begin, everything else that is worth a mark ends. */
  private static Map<String, Object> instant(Span span, int process, long zeroNanos) {
    var event = event("i", span.kind().text(), process, span.slot());
    boolean atStart = span.kind().good() || span.runs();
    event.put("cat", span.kind().text());
    event.put("ts", micros((atStart ? span.fromNanos() : span.toNanos()) - zeroNanos));
    event.put("s", "t");
    return event;
  }

  private static Map<String, Object> event(String phase, String name, int process, int thread) {
    var event = new LinkedHashMap<String, Object>();
    event.put("ph", phase);
    event.put("name", name);
    event.put("pid", process);
    event.put("tid", thread);
    return event;
  }

  private static double micros(long nanos) {
    return Math.max(0, nanos) / NANOS_PER_MICRO;
  }

  private String nameOf(NodeId id) {
    var node = nodes.find(id);
    return node == null ? id.text() : node.name().text();
  }
}
