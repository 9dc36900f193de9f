package io.processdistro.controller.nodes;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs things once at the end of the event loop's turn: on an idle loop at once, on a busy one
 * after everything that has arrived meanwhile, which is what makes batches.
 */
final class TurnEnd {
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
    due.forEach(Runnable::run);
    due.clear();
  }
}
