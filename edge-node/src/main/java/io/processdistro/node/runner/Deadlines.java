package io.processdistro.node.runner;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.graalvm.polyglot.Context;

/**
 * Stops guests that run too long or are no longer wanted. First the gentle way, closing the guest's
 * context, which ends loops and recursion within milliseconds. A guest that is not gone one second
 * later (its compilation hangs, say) can only be ended with its process: {@code onStuck} is called
 * and must not return.
 *
 * <p>One thread looks at all guests every {@value #TICK_MILLIS} ms, which is how late a stop can
 * be: a timer per guest would cost a task of some microseconds more than the task itself. While
 * there is no guest the thread sleeps. Closing may block, so each stop has a thread of its own.
 */
final class Deadlines implements AutoCloseable {
  static final long TICK_MILLIS = 5;

  /** So many ticks without a guest pass before the thread sleeps and has to be woken. */
  private static final int IDLE_TICKS_MAX = 100;

  private static final long STUCK_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long TICK_NANOS = Duration.ofMillis(TICK_MILLIS).toNanos();

  private final Runnable onStuck;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread ticker;
  private volatile Runnable eachTick = () -> {};
  private final AtomicLong extraNanos = new AtomicLong();
  private volatile boolean asleep;
  private volatile boolean closed;

  Deadlines(Runnable onStuck) {
    this.onStuck = onStuck;
    this.ticker = Thread.ofPlatform().daemon().name("deadlines").start(this::tick);
  }

  /** Also does this every {@value #TICK_MILLIS} ms while guests run; it must not block. */
  void eachTick(Runnable task) {
    eachTick = task;
  }

  /** Watches a guest until the returned watch is closed. */
  Watch watch(Context context, long wallMillisMax) {
    var watch = new Watch(context, wallMillisMax);
    watches.add(watch);
    if (asleep) LockSupport.unpark(ticker);
    return watch;
  }

  /** Gives every guest that is under watch so much longer, or shorter if it is negative. */
  void extend(long nanos) {
    extraNanos.addAndGet(nanos);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(ticker);
  }

  private void tick() {
    int idleTicks = 0;
    while (!closed) {
      if (idleTicks < IDLE_TICKS_MAX) {
        LockSupport.parkNanos(TICK_NANOS);
      } else {
        sleepUntilWatched();
      }
      idleTicks = watches.isEmpty() ? idleTicks + 1 : 0;
      for (var watch : watches) watch.check();
      eachTick.run();
    }
  }

  /** Whoever adds a watch after this has looked sees {@code asleep}, and wakes the thread. */
  private void sleepUntilWatched() {
    asleep = true;
    while (watches.isEmpty() && !closed) LockSupport.park(this);
    asleep = false;
  }

  /** Why a guest was stopped from outside. */
  enum StopCause {
    DEADLINE,
    CANCELLED
  }

  /** One guest under watch. Safe for use by many threads. */
  final class Watch implements AutoCloseable {
    private final Context context;
    private final long startNanos = System.nanoTime() - extraNanos.get();
    private final long wallMillisMax;
    private volatile StopCause cause;
    private volatile long stoppedNanos;
    private volatile long cpuMillisAtStop;
    private volatile boolean stopping;
    private volatile boolean over;

    private Watch(Context context, long wallMillisMax) {
      this.context = context;
      this.wallMillisMax = wallMillisMax;
    }

    private void check() {
      long nowNanos = System.nanoTime();
      if (stopping) {
        if (nowNanos - stoppedNanos > STUCK_AFTER_NANOS && !over && !starves(nowNanos)) {
          onStuck.run();
        }
      } else if ((nowNanos - extraNanos.get() - startNanos) / 1_000_000 >= wallMillisMax) {
        stop(StopCause.DEADLINE);
      }
    }

    private boolean starves(long nowNanos) {
      return Starvation.excuses(cpuMillis(), cpuMillisAtStop, nowNanos - stoppedNanos);
    }

    /** 0 where the system does not tell. */
    private static long cpuMillis() {
      return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    /** Ends the guest; the first cause counts, a later one changes nothing. */
    synchronized void stop(StopCause why) {
      if (over || cause != null) return;
      cause = why;
      stoppedNanos = System.nanoTime();
      cpuMillisAtStop = cpuMillis();
      stopping = true;
      Thread.ofPlatform().daemon().name("guest-stop").start(() -> context.close(true));
    }

    /** Null while nobody has stopped it; final once this is closed. */
    StopCause cause() {
      return cause;
    }

    /** When it was stopped; only with a {@link #cause}. */
    long stoppedNanos() {
      return stoppedNanos;
    }

    /** The guest has returned or is gone; nobody stops it from now on. */
    @Override
    public synchronized void close() {
      over = true;
      watches.remove(this);
    }
  }
}
