package io.processdistro.node.runner;

import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.guest.Guest;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.guest.PrintableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

/**
 * Finds out, in a fraction of a second, whether this JVM really compiles guests and can stop them.
 * Without the compiler, or without the vector module, everything works too, only 70 to 1000 times
 * slower and without any message: hence this test.
 */
final class SelfTest {
  private static final String MODULE = "/io/processdistro/wasm/self_test.wasm";
  private static final int MODE_SCALAR = 0;
  private static final int MODE_SIMD = 1;
  private static final int MODE_ENDLESS = 2;

  /**
   * How many calls of the inner function make one measurement; the engine compiles it after the
   * first.
   */
  private static final int CALLS = 150;

  /** 150 x 1000 multiply-adds: 0.2 ms compiled, over 10 ms interpreted. */
  private static final double SCALAR_MILLIS_MAX = 4;

  /** 150 x 20 vector multiply-adds: 0.02 ms compiled, over 40 ms interpreted. */
  private static final double SIMD_MILLIS_MAX = 4;

  /**
   * The compiler itself starts cold: its first compilation takes one to several seconds on a busy
   * machine.
   */
  private static final long PATIENCE_NANOS = 15_000_000_000L;

  private static final long STOP_AFTER_MILLIS = 10;
  private static final long STOPPED_MILLIS_MAX = 1_000;

  private final GuestEngine engine;
  private final Source module;

  SelfTest(GuestEngine engine) {
    this.engine = engine;
    this.module = ModuleCache.sourceOf("self-test", moduleBytes());
  }

  /** Never throws: a self-test that cannot be run says so in the facts. */
  EngineFacts run() {
    try {
      return measure();
    } catch (RuntimeException e) {
      return new EngineFacts(
          engine.name(), false, -1, -1, "the self-test failed: " + PrintableText.of(e.toString()));
    }
  }

  /**
   * Only whether there is a compiler and a guest can be linked, for runners whose like has been
   * tested before: measuring takes seconds of a processor in a fresh JVM. Never throws.
   */
  EngineFacts runBriefly() {
    try (var context = engine.newContext()) {
      Guest.link(context, module);
      boolean compiling = engine.compiles();
      return new EngineFacts(
          engine.name(), compiling, -1, -1, compiling ? "" : warningOfInterpreter());
    } catch (RuntimeException | GuestFault e) {
      return new EngineFacts(
          engine.name(), false, -1, -1, "the self-test failed: " + PrintableText.of(e.toString()));
    }
  }

  private EngineFacts measure() {
    double scalarMillis = measure(MODE_SCALAR, SCALAR_MILLIS_MAX);
    double simdMillis = measure(MODE_SIMD, SIMD_MILLIS_MAX);
    var warning = warning(scalarMillis, simdMillis);
    return new EngineFacts(engine.name(), warning.isEmpty(), scalarMillis, simdMillis, warning);
  }

  private String warningOfInterpreter() {
    return "guests are interpreted (engine \""
        + PrintableText.of(engine.name())
        + "\"), 70 to 700 times slower: start with the distribution's launcher on a JDK 25";
  }

  private String warning(double scalarMillis, double simdMillis) {
    if (!engine.compiles()) {
      return warningOfInterpreter();
    }
    if (scalarMillis > SCALAR_MILLIS_MAX) {
      return "the self-test took %.1f ms instead of under %.0f: guests are not compiled"
          .formatted(scalarMillis, SCALAR_MILLIS_MAX);
    }
    if (simdMillis > SIMD_MILLIS_MAX) {
      return "the SIMD self-test took %.1f ms instead of under %.0f: is jdk.incubator.vector missing?"
          .formatted(simdMillis, SIMD_MILLIS_MAX);
    }
    return endlessLoopStops() ? "" : "an endless loop could not be stopped";
  }

  /**
   * Repeats a measurement until it is good enough or, with an engine that interprets, patience
   * ends.
   */
  private double measure(int mode, double millisMax) {
    try (var context = engine.newContext()) {
      var guest = Guest.link(context, module);
      long end = System.nanoTime() + (engine.compiles() ? PATIENCE_NANOS : 0);
      double millis;
      do {
        long start = System.nanoTime();
        execute(guest, mode, CALLS);
        millis = (System.nanoTime() - start) / 1e6;
      } while (millis > millisMax && System.nanoTime() < end);
      return millis;
    } catch (GuestFault e) {
      throw new IllegalStateException("the self-test module is broken: " + e.getMessage(), e);
    }
  }

  private boolean endlessLoopStops() {
    var stopped = new AtomicBoolean();
    var context = engine.newContext();
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("self-test-endless")
            .start(
                () -> {
                  try {
                    execute(Guest.link(context, module), MODE_ENDLESS, 0);
                  } catch (PolyglotException e) {
                    stopped.set(e.isCancelled());
                  } catch (GuestFault e) {
                    stopped.set(false);
                  }
                });
    try {
      Thread.sleep(STOP_AFTER_MILLIS);
      Thread.ofPlatform().daemon().start(() -> context.close(true));
      thread.join(STOPPED_MILLIS_MAX);
      return stopped.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void execute(Guest guest, int mode, int calls) throws GuestFault {
    var request = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(mode).putInt(calls);
    int input = guest.function("alloc").execute(request.capacity()).asInt();
    guest.memory().write(input, request.flip());
    guest.function("execute").execute(input, request.capacity());
  }

  private static byte[] moduleBytes() {
    try (var stream = SelfTest.class.getResourceAsStream(MODULE)) {
      if (stream == null) throw new IllegalStateException(MODULE + " is not on the class path");
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
