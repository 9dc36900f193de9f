package io.processdistro.controller.driver;

import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/**
 * The snapshot that API, metrics and dashboards read: at most {@value #REFRESH_MILLIS} ms behind
 * any change, and {@value #AGE_MILLIS_MAX} ms old where only time passes and nodes say that they
 * live. Taken on the event loop; {@link #latest} may be called by any thread.
 */
public final class SnapshotKeeper {
  static final long REFRESH_MILLIS = 250;
  static final long AGE_MILLIS_MAX = 2_000;

  private final Vertx vertx;
  private final SchedulerDriver driver;
  private final List<Consumer<SchedulerSnapshot>> listeners;
  private volatile SchedulerSnapshot latest;
  private long seenChanges = -1;
  private int unchanged;
  private long timer = -1;

  /**
   * @param listeners called on the event loop with every new snapshot
   */
  public SnapshotKeeper(
      Vertx vertx, SchedulerDriver driver, List<Consumer<SchedulerSnapshot>> listeners) {
    this.vertx = vertx;
    this.driver = driver;
    this.listeners = List.copyOf(listeners);
    this.latest = driver.snapshot();
  }

  public void start() {
    timer = vertx.setPeriodic(REFRESH_MILLIS, ignored -> refreshIfChanged());
  }

  public void stop() {
    vertx.cancelTimer(timer);
  }

  public SchedulerSnapshot latest() {
    return latest;
  }

  private void refreshIfChanged() {
    if (driver.isHalted()) return;
    boolean old = ++unchanged >= AGE_MILLIS_MAX / REFRESH_MILLIS;
    if (seenChanges == driver.changes() && !old) return;
    seenChanges = driver.changes();
    unchanged = 0;
    latest = driver.snapshot();
    listeners.forEach(listener -> listener.accept(latest));
  }
}
