package io.processdistro.node.runner;

import io.processdistro.node.runner.guest.GuestContext;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;

/**
 * Contexts for guests of our own modules. Making and closing one costs more than half of what the
 * smallest task costs, so one that a guest has left in good order serves the next guests too, one
 * at a time. What separates guests is the instance, and each task has a fresh one: a module without
 * imports can reach nothing but its own memory, globals and tables.
 *
 * <p>Safe for use by many threads; holds as many contexts as were ever lent at once.
 */
final class ContextPool {
  /** Whatever a context may gather is gone after so many guests. */
  private static final int GUESTS_MAX = 1_000;

  private final Supplier<Context> maker;
  private final boolean reuses;
  private final ConcurrentLinkedDeque<Lent> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param reuses whether a context serves more than one guest
   */
  ContextPool(Supplier<Context> maker, boolean reuses) {
    this.maker = maker;
    this.reuses = reuses;
  }

  Lent lend() {
    var lent = idle.pollFirst();
    return lent == null ? new Lent(new GuestContext(maker.get())) : lent;
  }

  /** A context that nobody else has. Closing it gives it back, or closes it for good. */
  final class Lent implements AutoCloseable {
    private final GuestContext context;
    private int guests;
    private boolean inOrder;

    private Lent(GuestContext context) {
      this.context = context;
    }

    GuestContext context() {
      return context;
    }

    /** The guest has returned by itself, and nobody will stop it any more. */
    void leftInOrder() {
      inOrder = true;
    }

    @Override
    public void close() {
      guests++;
      if (reuses && inOrder && guests < GUESTS_MAX) {
        inOrder = false;
        idle.addFirst(this);
      } else {
        context.polyglot().close();
      }
    }
  }
}
