package io.processdistro.controller.nodes;

import io.processdistro.controller.loop.Slices;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs together what need not be done at once, up to {@value #MILLIS} ms after the first of it was
 * asked for: what comes meanwhile makes a larger batch. Belongs to the event loop.
 */
final class BriefWait {
  /** The shortest timer there is. */
  private static final long MILLIS = 1;

  private final Vertx vertx;
  private final Slices slices;
  private List<Runnable> pending = new ArrayList<>();

  /**
   * @param slices where they run: there may be one for each node
   */
  BriefWait(Vertx vertx, Slices slices) {
    this.vertx = vertx;
    this.slices = slices;
  }

  void run(Runnable task) {
    pending.add(task);
    if (pending.size() == 1) vertx.setTimer(MILLIS, ignored -> end());
  }

  private void end() {
    var due = pending;
    pending = new ArrayList<>();
    due.forEach(slices::run);
  }
}
