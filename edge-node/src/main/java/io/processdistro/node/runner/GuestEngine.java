package io.processdistro.node.runner;

import io.processdistro.common.values.ContentHash;
import io.processdistro.node.runner.guest.FuelMeter;
import io.processdistro.node.runner.guest.Guest;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

/**
 * The one engine of a runner: compiled code is shared by all guests of the same module. Safe for
 * use by many threads.
 */
final class GuestEngine implements AutoCloseable {
  /**
   * How often {@code warmup()} is called; each call runs every hot function of the module some
   * hundred times.
   */
  private static final int WARMUP_CALLS = 2;

  private static final String COMPILING_ENGINE = "GraalVM CE";

  private final EngineProfile profile;
  private final CompilationWatch compilations;
  private final Engine engine;
  private final ContextPool contexts;
  private final ModuleCache modules = new ModuleCache();
  private final Map<ContentHash, WarmUp> warmUps = new ConcurrentHashMap<>();

  GuestEngine(EngineProfile profile, CompilationWatch compilations) {
    this.profile = profile;
    this.compilations = compilations;
    this.engine = profile.newEngine();
    this.contexts = new ContextPool(this::newContext, profile.reusesContexts());
  }

  /**
   * A guest was stopped at its deadline and is gone: returns when the compiler has nothing to do
   * for it any more, or not at all ({@link CompilationWatch#settle}).
   */
  void settle(long stoppedNanos) {
    compilations.settle(stoppedNanos);
  }

  /** "GraalVM CE" when guests are compiled, something else when they are interpreted. */
  String name() {
    return engine.getImplementationName();
  }

  /** Whether guests become machine code. */
  boolean compiles() {
    return name().equals(COMPILING_ENGINE);
  }

  Source module(ModuleFile file) throws IOException {
    return modules.get(file);
  }

  /** A context for a task. */
  ContextPool.Lent lendContext() {
    return contexts.lend();
  }

  /**
   * A new context for one guest; open before the guest, so that a watchdog can stop even its start
   * function.
   */
  Context newContext() {
    return Context.newBuilder("wasm")
        .engine(engine)
        .sandbox(profile.policy())
        // Only for the embedder's own view of the memory: no import of a guest reaches the
        // bindings.
        .allowPolyglotAccess(PolyglotAccess.ALL)
        .build();
  }

  /**
   * Compiles the hot functions of a built-in module by running them; a module without {@code
   * warmup} is only loaded. One that is under way is waited for.
   *
   * @return milliseconds it took; 0 if it was warm
   */
  long warm(ModuleFile file) throws IOException, GuestFault {
    return warmUp(file.hash()).run(modules.get(file));
  }

  /** As {@link #warm(ModuleFile)}; whoever asks for the same meanwhile waits for this. */
  void warm(BuiltInModule module) throws GuestFault {
    warmUp(ModuleCache.hashOf(module)).run(modules.get(module));
  }

  private WarmUp warmUp(ContentHash module) {
    return warmUps.computeIfAbsent(module, ignored -> new WarmUp());
  }

  /** Of one module; several modules may be warmed at the same time. */
  private final class WarmUp {
    private boolean done;

    /**
     * Two guests do the same at once: while one waits for the compiler, the other goes on to the
     * next function and has that compiled too.
     *
     * @return milliseconds it took; 0 if it was done
     */
    synchronized long run(Source module) throws GuestFault {
      if (done) return 0;
      done = true; // whatever comes of it: a second try would not do better
      long start = System.nanoTime();
      var second = Thread.ofPlatform().daemon().name("warm-up-second").start(() -> second(module));
      try {
        call(module);
      } finally {
        await(second);
      }
      return (System.nanoTime() - start) / 1_000_000;
    }

    private static void await(Thread second) {
      try {
        second.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void second(Source module) {
      try {
        call(module);
      } catch (GuestFault | PolyglotException e) {
        // The first one meets the same and reports it.
      }
    }

    private void call(Source module) throws GuestFault {
      try (var context = newContext()) {
        var guest = Guest.link(context, module);
        FuelMeter.fill(guest, 0);
        if (!guest.exports("warmup")) return;
        var warmup = guest.function("warmup");
        for (int call = 0; call < WARMUP_CALLS; call++) warmup.executeVoid();
      }
    }
  }

  @Override
  public void close() {
    engine.close(true);
  }
}
