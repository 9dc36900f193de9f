package io.processdistro.node.runner;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.compiler.TruffleCompilerListener.CompilationResultInfo;
import com.oracle.truffle.compiler.TruffleCompilerListener.GraphInfo;
import com.oracle.truffle.runtime.AbstractCompilationTask;
import com.oracle.truffle.runtime.OptimizedCallTarget;
import com.oracle.truffle.runtime.OptimizedTruffleRuntime;
import com.oracle.truffle.runtime.OptimizedTruffleRuntimeListener;
import io.processdistro.node.runner.guest.PrintableText;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Knows what the engine compiles just now and for how long. A module of some hundred bytes can keep
 * the compiler busy for ever; neither closing the guest nor the engine stops that, and nothing else
 * is compiled meanwhile. The engine has no limit for it, so the process has to be ended.
 *
 * <p>Uses an interface of the engine that is not its public API (its listener for compilations):
 * this class is the only place that does. Safe for use by many threads.
 */
final class CompilationWatch {
  /**
   * No function takes that much of a processor: bodies have at most 32 KiB. The first compilation
   * of a JVM, whose compiler is still cold, took 0.5 s; large functions are given up after 2 s.
   */
  static final Duration CPU_MAX = Duration.ofSeconds(10);

  /** One that has used less than this when its guest is stopped is nothing unusual. */
  private static final long SUSPECT_CPU_NANOS = Duration.ofMillis(700).toNanos();

  /** One that has used so much, and goes on after its guest was stopped, is a hang. */
  private static final long HANG_CPU_NANOS = Duration.ofMillis(1_500).toNanos();

  /** How long after the stop of a guest its compilation is given. */
  private static final long SETTLE_NANOS_MIN = Duration.ofSeconds(1).toNanos();

  private static final long SETTLE_NANOS_MAX = Duration.ofMillis(1_300).toNanos();
  private static final long LOOK_MILLIS = 5;
  private static final long LOOK_FOR_HANGS_MILLIS = 500;

  /** Measured in time of a processor, because a busy machine makes everything last. */
  private record Compilation(String function, Thread thread, long startCpuNanos) {
    static Compilation begun(String function) {
      var thread = Thread.currentThread();
      return new Compilation(function, thread, cpuNanosOf(thread));
    }

    private static long cpuNanosOf(Thread thread) {
      return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    long cpuNanos() {
      return cpuNanosOf(thread) - startCpuNanos;
    }
  }

  private final Map<Thread, Compilation> running = new ConcurrentHashMap<>();
  private final Consumer<String> onHang;

  /**
   * @param onHang is given one sentence and must not return
   */
  CompilationWatch(Consumer<String> onHang) {
    this.onHang = onHang;
  }

  /** Listens from now on; without a compiling engine there is nothing to listen to. */
  void start() {
    if (!(Truffle.getRuntime() instanceof OptimizedTruffleRuntime runtime)) return;
    runtime.addListener(new Listener());
    Thread.ofPlatform().daemon().name("compilations").start(this::lookForHangs);
  }

  private final class Listener implements OptimizedTruffleRuntimeListener {
    @Override
    public void onCompilationStarted(OptimizedCallTarget target, AbstractCompilationTask task) {
      running.put(Thread.currentThread(), Compilation.begun(target.getName()));
    }

    @Override
    public void onCompilationSuccess(
        OptimizedCallTarget target,
        AbstractCompilationTask task,
        GraphInfo graph,
        CompilationResultInfo result) {
      running.remove(Thread.currentThread());
    }

    @Override
    public void onCompilationFailed(
        OptimizedCallTarget target,
        String reason,
        boolean bailout,
        boolean permanentBailout,
        int tier,
        Supplier<String> lazyStackTrace) {
      running.remove(Thread.currentThread());
    }
  }

  private void lookForHangs() {
    try {
      while (true) {
        Thread.sleep(LOOK_FOR_HANGS_MILLIS);
        longest()
            .filter(compilation -> compilation.cpuNanos() > CPU_MAX.toNanos())
            .ifPresent(this::hang);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A guest was stopped at {@code stoppedNanos} and is gone: waits, if the compiler was already
   * long at work for it then, whether that ends too. Returns at once in the usual case, and within
   * 1.3 s in any; if the compiler hangs it does not return.
   */
  void settle(long stoppedNanos) {
    var suspect = longest().filter(compilation -> compilation.cpuNanos() > SUSPECT_CPU_NANOS);
    if (suspect.isEmpty()) return;
    try {
      while (longest().equals(suspect)) {
        long nanos = System.nanoTime() - stoppedNanos;
        boolean tooMuch = suspect.get().cpuNanos() > HANG_CPU_NANOS;
        if (tooMuch && nanos > SETTLE_NANOS_MIN) hang(suspect.get());
        if (nanos > SETTLE_NANOS_MAX) return;
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread that waits has nothing to compile, whatever was heard of it. */
  private Optional<Compilation> longest() {
    return running.values().stream()
        .filter(compilation -> compilation.thread().getState() == Thread.State.RUNNABLE)
        .max(Comparator.comparingLong(Compilation::cpuNanos));
  }

  private void hang(Compilation compilation) {
    onHang.accept(
        "the compiler has worked on %s for %.1f s and does not come to an end"
            .formatted(PrintableText.of(compilation.function()), compilation.cpuNanos() / 1e9));
  }
}
