package io.processdistro.controller.nodes;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs things once at the end of the event loop's turn: on an idle loop at once, on a busy one
 * after everything that has arrived meanwhile, which is what makes batches.
 */
final class TurnEnd {
  private static final Logger LOG = LoggerFactory.getLogger(TurnEnd.class);

  private final Context context;
  private List<Runnable> pending = new ArrayList<>();
  private List<Runnable> running = new ArrayList<>();

  TurnEnd(Context context) {
    this.context = context;
  }

  void run(Runnable task) {
    pending.add(task);
    if (pending.size() == 1) context.runOnContext(ignored -> runPending());
  }

  private void runPending() {
    var due = pending;
    pending = running;
    running = due;
    try {
      due.forEach(TurnEnd::runOne);
    } finally {
      due.clear();
    }
  }

  /** What goes wrong for one must not keep the others waiting. */
  private static void runOne(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("turn-end=failed", e);
    }
  }
}
