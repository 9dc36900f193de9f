package io.processdistro.node.runner;

import java.io.OutputStream;
import java.util.Map;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.SandboxPolicy;

/** How a runner's engine treats the modules that it is given. */
public enum EngineProfile {
  /**
   * Our own modules. Their small functions are compiled one by one after few calls, by the thread
   * that calls them and in one step, so that they are fast after a short warm-up. Tuning the
   * compiler is only possible without a sandbox policy; a guest still sees nothing but its own
   * memory, because it has no imports.
   */
  BUILT_IN(
      SandboxPolicy.TRUSTED,
      Map.of(
          "engine.BackgroundCompilation", "false",
          "engine.CompilerThreads", "2",
          "engine.MultiTier", "false",
          "engine.SingleTierCompilationThreshold", "100",
          "engine.OSR", "false",
          "engine.CompileOnly", "wasm-function",
          "compiler.Inlining", "false")),

  /**
   * Anybody's modules. They are compiled in the background with default options: a module that the
   * compiler cannot handle must not hold up the thread that has to stop it.
   */
  USER(SandboxPolicy.CONSTRAINED, Map.of());

  private final SandboxPolicy policy;
  private final Map<String, String> options;

  EngineProfile(SandboxPolicy policy, Map<String, String> options) {
    this.policy = policy;
    this.options = options;
  }

  SandboxPolicy policy() {
    return policy;
  }

  /** Whether a context serves one guest after the other; see {@link ContextPool}. */
  boolean reusesContexts() {
    return switch (this) {
      case BUILT_IN -> true;
      case USER -> false;
    };
  }

  Engine newEngine() {
    return Engine.newBuilder("wasm")
        .sandbox(policy)
        // A sandbox policy refuses the process's own streams, and nobody writes to them.
        .out(OutputStream.nullOutputStream())
        .err(OutputStream.nullOutputStream())
        .allowExperimentalOptions(!options.isEmpty())
        .options(options)
        .build();
  }
}
