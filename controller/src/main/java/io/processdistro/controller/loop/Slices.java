package io.processdistro.controller.loop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with what comes in crowds in slices of {@value #SLICE_NANOS} ns: what nodes send and are
 * sent, what the store has written. Netty reads every connection that has something before it looks
 * at a timer; hundreds of nodes that report at once would keep timers and requests waiting until
 * all of it is dealt with. A loop that keeps up deals with everything where it stands, in the order
 * in which it came; on one that does not, the rest waits, and its order stays. Belongs to the event
 * loop.
 */
public final class Slices {
  private static final Logger LOG = LoggerFactory.getLogger(Slices.class);
  private static final long SLICE_NANOS = 5_000_000;

  /** The shortest timer there is: timers and connections have their turn before it. */
  private static final long PAUSE_MILLIS = 1;

  private final Vertx vertx;
  private final Context context;
  private final LongSupplier nanos;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private long spentNanos;
  private boolean turnEndAwaited;

  /**
   * @param context the event loop
   * @param nanos a clock that only moves forward
   */
  public Slices(Vertx vertx, Context context, LongSupplier nanos) {
    this.vertx = vertx;
    this.context = context;
    this.nanos = nanos;
  }

  /** Runs this now, or after everything that waits already. */
  public void run(Runnable work) {
    if (!turnEndAwaited) {
      turnEndAwaited = true;
      context.runOnContext(ignored -> nextSlice());
    }
    if (waiting.isEmpty() && spentNanos < SLICE_NANOS) {
      runNow(work);
    } else {
      waiting.add(work);
    }
  }

  private void nextSlice() {
    spentNanos = 0;
    while (!waiting.isEmpty() && spentNanos < SLICE_NANOS) runNow(waiting.poll());
    turnEndAwaited = !waiting.isEmpty();
    if (turnEndAwaited) {
      vertx.setTimer(PAUSE_MILLIS, ignored -> nextSlice());
    } else {
      spentNanos = 0;
    }
  }

  /**
   * What goes wrong with one must not keep the others waiting, whatever it is: if a slice ended in
   * the middle, no other would follow, and nothing of any node would be dealt with any more.
   */
  private void runNow(Runnable work) {
    long start = nanos.getAsLong();
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("slice=failed", e);
    }
    spentNanos += nanos.getAsLong() - start;
  }
}
