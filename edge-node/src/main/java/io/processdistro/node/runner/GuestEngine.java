package io.processdistro.node.runner;

import io.processdistro.common.values.ContentHash;
import io.processdistro.node.runner.guest.FuelMeter;
import io.processdistro.node.runner.guest.Guest;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
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

  private final EngineProfile profile;
  private final CompilationWatch compilations;
  private final Engine engine;
  private final ContextPool contexts;
  private final ModuleCache modules = new ModuleCache();
  private final Set<ContentHash> warm = new HashSet<>();

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
   * warmup} is only loaded.
   *
   * @return milliseconds it took; 0 if it was warm
   */
  synchronized long warm(ModuleFile file) throws IOException, GuestFault {
    if (!warm.add(file.hash())) return 0;
    long start = System.nanoTime();
    var module = modules.get(file);
    try (var context = newContext()) {
      var guest = Guest.link(context, module);
      FuelMeter.fill(guest, 0);
      if (guest.exports("warmup")) {
        var warmup = guest.function("warmup");
        for (int call = 0; call < WARMUP_CALLS; call++) warmup.executeVoid();
      }
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  @Override
  public void close() {
    engine.close(true);
  }
}
