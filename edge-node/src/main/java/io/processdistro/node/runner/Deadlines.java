package io.processdistro.node.runner;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Context;

/**
 * Stops guests that run too long or are no longer wanted. First the gentle way, closing the guest's
 * context, which ends loops and recursion within milliseconds. A guest that is not gone one second
 * later (its compilation hangs, say) can only be ended with its process: {@code onStuck} is called
 * and must not return.
 *
 * <p>Closing may itself block, so each stop has a thread of its own.
 */
final class Deadlines implements AutoCloseable {
  private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

  private final ScheduledExecutorService timer;
  private final Runnable onStuck;

  Deadlines(Runnable onStuck) {
    this.onStuck = onStuck;
    var executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("deadlines").factory());
    executor.setRemoveOnCancelPolicy(true);
    this.timer = executor;
  }

  /** Watches a guest until the returned watch is closed. */
  Watch watch(Context context, long wallMillisMax) {
    var watch = new Watch(context);
    watch.deadline =
        timer.schedule(() -> watch.stop(StopCause.DEADLINE), wallMillisMax, TimeUnit.MILLISECONDS);
    return watch;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Why a guest was stopped from outside. */
  enum StopCause {
    DEADLINE,
    CANCELLED
  }

  /** One guest under watch. Safe for use by many threads. */
  final class Watch implements AutoCloseable {
    private final Context context;
    private final AtomicReference<StopCause> cause = new AtomicReference<>();
    private volatile ScheduledFuture<?> deadline;
    private volatile ScheduledFuture<?> stuck;
    private volatile boolean over;

    private Watch(Context context) {
      this.context = context;
    }

    /** Ends the guest; the first cause counts, a later one changes nothing. */
    void stop(StopCause why) {
      if (over || !cause.compareAndSet(null, why)) return;
      stuck =
          timer.schedule(
              () -> {
                if (!over) onStuck.run();
              },
              STUCK_AFTER.toMillis(),
              TimeUnit.MILLISECONDS);
      Thread.ofPlatform().daemon().name("guest-stop").start(() -> context.close(true));
    }

    /** Null while nobody has stopped it. */
    StopCause cause() {
      return cause.get();
    }

    /** The guest has returned or is gone. */
    @Override
    public void close() {
      over = true;
      deadline.cancel(false);
      var pending = stuck;
      if (pending != null) pending.cancel(false);
    }
  }
}
