package io.processdistro.node.runner;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops this whole process for a while, guests and compiler included, as only the system can: by
 * the signal SIGSTOP. A timer of the system, set before, lets it go on by SIGCONT, so a process
 * whose agent dies meanwhile goes on all the same, and ends. Needs no rights.
 *
 * <p>Numbers and layouts are those of Linux on 64-bit processors, the same on x86 and ARM. Where a
 * function is missing, only the calling thread rests.
 */
final class Standstill {
  private static final int CLOCK_MONOTONIC = 1;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final long SIGEVENT_BYTES = 64;
  private static final long SIGEVENT_SIGNAL_AT = 8;
  private static final long TIMERSPEC_BYTES = 32;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * The signal to go on is repeated so often from the first rest on; it means nothing to a process
   * that runs.
   */
  private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What the system has to offer; made at the first rest, because most runners never rest. */
  private record Calls(MethodHandle raise, MethodHandle setTimer, long timer) {}

  private Optional<Calls> calls;

  /** Does what takes time beforehand: half a second in a fresh JVM. */
  void prepare() {
    if (calls == null) calls = link();
  }

  /** Returns after about so long. Call on one thread only. */
  void rest(long nanos) {
    if (nanos <= 0) return;
    prepare();
    if (calls.isEmpty() || !stop(calls.get(), nanos)) LockSupport.parkNanos(nanos);
  }

  /**
   * This thread is asked to stop, which takes all others along at once; another thread would first
   * have to get a processor. Still the timer is never taken away again: whenever the process stops,
   * it goes on at the latest {@link #REPEAT_NANOS} after its time.
   */
  private static boolean stop(Calls calls, long nanos) {
    long endNanos = System.nanoTime() + nanos;
    try {
      if (!set(calls, nanos, REPEAT_NANOS)) return false;
      if ((int) calls.raise.invokeExact(SIGSTOP) != 0) return false;
    } catch (Throwable unavailable) {
      return false;
    }
    for (long left = endNanos - System.nanoTime(); left > 0; left = endNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return true;
  }

  private static boolean set(Calls calls, long firstNanos, long repeatNanos) throws Throwable {
    try (var arena = Arena.ofConfined()) {
      var spec = arena.allocate(TIMERSPEC_BYTES, Long.BYTES);
      spec.setAtIndex(ValueLayout.JAVA_LONG, 0, repeatNanos / NANOS_PER_SECOND);
      spec.setAtIndex(ValueLayout.JAVA_LONG, 1, repeatNanos % NANOS_PER_SECOND);
      spec.setAtIndex(ValueLayout.JAVA_LONG, 2, firstNanos / NANOS_PER_SECOND);
      spec.setAtIndex(ValueLayout.JAVA_LONG, 3, firstNanos % NANOS_PER_SECOND);
      return (int) calls.setTimer.invokeExact(calls.timer, 0, spec, MemorySegment.NULL) == 0;
    }
  }

  @SuppressWarnings("restricted") // runners are started with native access
  private static Optional<Calls> link() {
    if (!System.getProperty("os.name").equals("Linux")) return Optional.empty();
    var linker = Linker.nativeLinker();
    var lookup = linker.defaultLookup();
    try (var arena = Arena.ofConfined()) {
      var create =
          handle(
              linker,
              lookup,
              "timer_create",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));
      var event = arena.allocate(SIGEVENT_BYTES, Long.BYTES);
      event.set(ValueLayout.JAVA_INT, SIGEVENT_SIGNAL_AT, SIGCONT); // how to tell is 0: by signal
      var timer = arena.allocate(ValueLayout.JAVA_LONG);
      if ((int) create.invokeExact(CLOCK_MONOTONIC, event, timer) != 0) return Optional.empty();
      return Optional.of(
          new Calls(
              handle(
                  linker,
                  lookup,
                  "raise",
                  FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
              handle(
                  linker,
                  lookup,
                  "timer_settime",
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_LONG,
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS,
                      ValueLayout.ADDRESS)),
              timer.get(ValueLayout.JAVA_LONG, 0)));
    } catch (Throwable unavailable) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("restricted") // as above
  private static MethodHandle handle(
      Linker linker, SymbolLookup lookup, String name, FunctionDescriptor shape) {
    return linker.downcallHandle(lookup.findOrThrow(name), shape);
  }
}
