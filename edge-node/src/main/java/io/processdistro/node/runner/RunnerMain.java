package io.processdistro.node.runner;

import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.processdistro.node.signals.Signals;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;

/**
 * Main class of the child JVM in which guests run. Arguments: profile, slots and, if it is to begin
 * with a warm-up before it is told, a built-in module. Commands come in on standard input, events
 * go out on standard output; anything that anybody prints goes to standard error.
 */
public final class RunnerMain {
  private RunnerMain() {}

  public static void main(String[] arguments) {
    long mainEpochMillis = System.currentTimeMillis();
    var standardOutput = System.out;
    System.setOut(System.err);
    // Ctrl-C in a terminal reaches this process too, but whether to stop is the agent's decision.
    Signals.onEach(List.of("INT"), () -> {});
    exit(serve(arguments, standardOutput, mainEpochMillis));
  }

  private static RunnerExit serve(
      String[] arguments, java.io.PrintStream standardOutput, long mainEpochMillis) {
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("a runner is started by its edge node with: PROFILE SLOTS [MODULE]");
      return RunnerExit.PROTOCOL;
    }
    var profile = EngineProfile.valueOf(arguments[0]);
    int slots = Integer.parseInt(arguments[1]);
    var ahead = Arrays.stream(arguments).skip(2).map(BuiltInModule::valueOf).findFirst();
    var compilations = new CompilationWatch(RunnerMain::exitForCompiler);
    if (profile == EngineProfile.USER) {
      compilations.start();
      Thread.ofPlatform().daemon().name("exit").start(AbruptExit::prepare);
    }
    var engine = new GuestEngine(profile, compilations);
    long engineEpochMillis = System.currentTimeMillis();
    try (var pipe =
            new FramedPipe<>(System.in, RunnerCommand.class, standardOutput, RunnerEvent.class);
        var deadlines = new Deadlines(() -> exit(RunnerExit.GUEST_STUCK))) {
      new Runner(pipe, engine, deadlines, slots)
          .serve(
              () -> {
                ahead.ifPresent(module -> warm(module, engine));
                return ready(profile, engine, mainEpochMillis, engineEpochMillis);
              });
      return RunnerExit.STOPPED;
    } catch (IOException e) {
      System.err.println("the agent's pipe is broken: " + e.getMessage());
      return RunnerExit.PROTOCOL;
    }
  }

  private static RunnerEvent.Ready ready(
      EngineProfile profile, GuestEngine engine, long mainEpochMillis, long engineEpochMillis) {
    var facts = selfTest(profile, engine);
    return new RunnerEvent.Ready(
        facts,
        new RunnerEvent.Course(
            mainEpochMillis,
            engineEpochMillis - mainEpochMillis,
            System.currentTimeMillis() - engineEpochMillis));
  }

  /** Before anybody asks for it; an engine that interprets only loses time with it. */
  private static void warm(BuiltInModule module, GuestEngine engine) {
    if (!engine.compiles()) return;
    try {
      engine.warm(module);
    } catch (GuestFault | PolyglotException e) {
      // The first task of this module meets the same fault and reports it.
      System.err.println("warm-up failed: " + e.getMessage());
    }
  }

  private static EngineFacts selfTest(EngineProfile profile, GuestEngine engine) {
    var test = new SelfTest(engine);
    return switch (profile) {
      case BUILT_IN -> test.run();
      case USER -> test.runBriefly();
    };
  }

  /** The sentence becomes the reason that the agent gives. */
  private static void exitForCompiler(String sentence) {
    System.err.println(sentence);
    System.err.flush();
    exit(RunnerExit.COMPILER_STUCK);
  }

  private static void exit(RunnerExit reason) {
    AbruptExit.exit(reason.code());
  }
}
