package io.processdistro.controller.api.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.api.jobs.JobJsons;
import io.processdistro.controller.api.nodes.NodeList;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.jobs.JobClock;
import io.processdistro.controller.jobs.JobStatus;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.JobTrack;
import io.processdistro.controller.live.LeaseView;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.live.Span;
import io.processdistro.controller.live.Steals;
import io.processdistro.controller.nodes.KnownNode;
import io.processdistro.controller.nodes.NodeDirectory;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.tasks.mandelbrot.Mandelbrot;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the events of {@code /v1/live} carry, each bounded. Belongs to the event loop. */
public final class LiveViews {
  private static final int SPANS_MAX = 500;
  private static final int STEALS_MAX = 100;
  private static final int NODE_LEASES_MAX = 100;

  /** What rows and spans take together at most; tiles, steals and the job itself have the rest. */
  private static final int SLOTS_CHARACTERS_MAX = 24_000;

  private static final int JOB_CHARACTERS_MAX = 16 << 10;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Overviews overviews;
  private final Jobs jobs;
  private final JobJsons jobJsons;
  private final NodeDirectory nodes;
  private final LiveState live;
  private final JobClock clock;

  public LiveViews(
      Overviews overviews,
      Jobs jobs,
      JobJsons jobJsons,
      NodeDirectory nodes,
      LiveState live,
      JobClock clock) {
    this.overviews = overviews;
    this.jobs = jobs;
    this.jobJsons = jobJsons;
    this.nodes = nodes;
    this.live = live;
    this.clock = clock;
  }

  OverviewJson overview(SchedulerSnapshot snapshot, Optional<String> onlyOf) {
    return overviews.of(snapshot, onlyOf);
  }

  LiveJson.Job job(JobRecord record) {
    var status = jobs.status(record);
    var track = live.job(record.id());
    long zeroNanos = clock.nanosOf(record.submittedAt());
    return new LiveJson.Job(
        bounded(jobJsons.of(status)),
        JobRows.viewOf(status).flatMap(live::eta).map(JobJsons::eta).orElse(null),
        track.filter(known -> isStarted(status)).map(known -> tiles(known, record)).orElse(null),
        new SlotRows(zeroNanos).slots(track.map(known -> known.spans(SPANS_MAX)).orElse(List.of())),
        track.map(known -> known.steals(STEALS_MAX)).orElse(List.of()).stream()
            .map(LiveViews::steals)
            .toList());
  }

  private static boolean isStarted(JobStatus status) {
    return status.isFinished() || status.live().flatMap(JobStatus.Live::startedAt).isPresent();
  }

  private static LiveJson.Tiles tiles(JobTrack track, JobRecord record) {
    boolean strip = record.spec().taskType().equals(Mandelbrot.NAME);
    return new LiveJson.Tiles(
        track.cells(), track.grainsPerCell(), strip ? 1 : null, track.tiles());
  }

  private static List<Object> steals(Steals steals) {
    return List.of(steals.from().text(), steals.to().text(), steals.count());
  }

  /** What users wrote can be long; whoever needs it asks for the job itself. */
  private static JobJson bounded(JobJson job) {
    var error = job.error();
    int log = error == null || error.log() == null ? 0 : error.log().length();
    JsonNode params = job.params();
    int length = log + (params == null ? 0 : params.toString().length());
    return length <= JOB_CHARACTERS_MAX ? job : job.withoutLongTexts();
  }

  /** Puts spans into rows as long as there is room, the newest first. */
  private final class SlotRows {
    private final long zeroNanos;
    private final Map<String, Integer> rows = new LinkedHashMap<>();
    private final List<LiveJson.SlotRow> shown = new ArrayList<>();

    /**
     * @param zeroNanos when the job was submitted, by the scheduler's clock
     */
    SlotRows(long zeroNanos) {
      this.zeroNanos = zeroNanos;
    }

    LiveJson.Slots slots(List<Span> newestFirst) {
      var spans = new ArrayList<List<Object>>();
      int characters = 0;
      for (var span : newestFirst) {
        var row = rowOf(span);
        var values = values(span, row);
        characters += values.toString().length();
        if (row == shown.size() - 1) characters += shown.getLast().toString().length();
        if (characters > SLOTS_CHARACTERS_MAX) break;
        spans.add(values);
      }
      return new LiveJson.Slots(millis(clock.nanos()), shown, spans);
    }

    private int rowOf(Span span) {
      return rows.computeIfAbsent(
          span.node() + "/" + span.slot(),
          ignored -> {
            shown.add(new LiveJson.SlotRow(span.node().text(), nameOf(span.node()), span.slot()));
            return shown.size() - 1;
          });
    }

    private List<Object> values(Span span, int row) {
      return Arrays.asList(
          row,
          millis(span.fromNanos()),
          span.runs() ? null : millis(span.toNanos()),
          span.kind().text(),
          span.range().from(),
          span.range().to(),
          span.lease().toString());
    }

    private long millis(long nanos) {
      return Math.max(0, (nanos - zeroNanos) / NANOS_PER_MILLI);
    }
  }

  private String nameOf(NodeId id) {
    var node = nodes.find(id);
    return node == null ? id.text() : node.name().text();
  }

  LiveJson.Node node(KnownNode node, SchedulerSnapshot snapshot, Optional<String> onlyOf) {
    var leases =
        live.leasesOf(node.id(), NODE_LEASES_MAX).stream()
            .filter(lease -> isVisible(lease, onlyOf))
            .map(this::lease)
            .toList();
    return new LiveJson.Node(NodeList.show(node, snapshot), leases);
  }

  private boolean isVisible(LeaseView lease, Optional<String> onlyOf) {
    return onlyOf.isEmpty()
        || jobs.isVisible(
            lease.lease().job(), job -> job.spec().rules().submitter().equals(onlyOf.get()));
  }

  private LiveJson.Lease lease(LeaseView view) {
    return new LiveJson.Lease(
        view.lease().job().text(),
        view.lease().range().from(),
        view.lease().range().to(),
        view.slot().isPresent() ? "running" : "waiting",
        (clock.nanos() - view.grantedNanos()) / NANOS_PER_MILLI);
  }
}
