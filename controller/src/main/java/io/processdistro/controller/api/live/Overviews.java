package io.processdistro.controller.api.live;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.controller.api.nodes.NodeList;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.live.LiveState;
import io.processdistro.controller.live.LoopLag;
import io.processdistro.controller.security.join.PendingNode;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The whole cluster in one view of at most {@value #CHARACTERS_MAX} characters. Belongs to the
 * event loop.
 */
public final class Overviews {
  static final int CHARACTERS_MAX = 50_000;

  private static final int PENDING_MAX = 50;

  /** What a row of jobs takes at most, its texts being bounded, and what stands around all rows. */
  private static final int JOB_ROW_CHARACTERS = 450;

  private static final int PENDING_ROW_CHARACTERS = 250;
  private static final int FRAME_CHARACTERS = 1_500;

  private final About about;
  private final Jobs jobs;
  private final NodeList nodes;
  private final NodeRows nodeRows;
  private final JobRows jobRows;
  private final LiveState live;
  private final LoopLag lag;
  private final Supplier<ControllerAddress> dialled;
  private final InstantSource clock;

  public Overviews(
      About about,
      Jobs jobs,
      NodeList nodes,
      NodeRows nodeRows,
      LiveState live,
      LoopLag lag,
      Supplier<ControllerAddress> dialled,
      InstantSource clock) {
    this.about = about;
    this.jobs = jobs;
    this.nodes = nodes;
    this.nodeRows = nodeRows;
    this.jobRows = new JobRows(jobs, live);
    this.live = live;
    this.lag = lag;
    this.dialled = dialled;
    this.clock = clock;
  }

  /**
   * @param onlyOf whose jobs count; empty for all
   */
  OverviewJson of(SchedulerSnapshot snapshot, Optional<String> onlyOf) {
    var pending = nodes.waiting().stream().limit(PENDING_MAX).map(Overviews::show).toList();
    var jobView = jobRows.of(snapshot, onlyOf);
    int room =
        CHARACTERS_MAX
            - FRAME_CHARACTERS
            - PENDING_ROW_CHARACTERS * pending.size()
            - JOB_ROW_CHARACTERS * jobView.list().size();
    var throughput = live.throughput();
    return new OverviewJson(
        clock.instant().toString(),
        about.insecure(),
        about.openToAll(),
        controller(),
        new OverviewJson.Throughput(
            tenths(throughput.tasksPerSecond()), tenths(throughput.grainsPerSecond())),
        nodeRows.of(snapshot, room),
        pending,
        jobView);
  }

  private static double tenths(double value) {
    return Math.round(10 * value) / 10.0;
  }

  private static OverviewJson.Pending show(PendingNode node) {
    return new OverviewJson.Pending(
        node.id().text(),
        node.name().text(),
        node.address(),
        node.code().text(),
        node.since().toString());
  }

  private OverviewJson.Controller controller() {
    var health = jobs.storeHealth();
    return new OverviewJson.Controller(
        about.name(),
        about.version(),
        about.epoch(),
        about.startedAt().toString(),
        dialled.get().toString(),
        nameOf(health),
        reasonOf(health),
        lag.p99Millis());
  }

  private static String nameOf(StoreHealth health) {
    return switch (health) {
      case StoreHealth.Healthy well -> "healthy";
      case StoreHealth.Full full -> "full";
      case StoreHealth.ReadOnly readOnly -> "read-only";
      case StoreHealth.Failing failing -> "failing";
      case StoreHealth.Broken broken -> "broken";
    };
  }

  /** Null if there is none. */
  private static String reasonOf(StoreHealth health) {
    return switch (health) {
      case StoreHealth.Healthy well -> null;
      case StoreHealth.Full(String reason) -> reason;
      case StoreHealth.ReadOnly(String reason) -> reason;
      case StoreHealth.Failing(String reason) -> reason;
      case StoreHealth.Broken(String reason, String remedy) -> reason + "; " + remedy;
    };
  }
}
