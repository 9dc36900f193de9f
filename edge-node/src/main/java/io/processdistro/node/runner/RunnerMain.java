package io.processdistro.node.runner;

import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.processdistro.node.signals.Signals;
import java.io.IOException;
import java.util.List;

/**
 * Main class of the child JVM in which guests run. Arguments: profile, slots. Commands come in on
 * standard input, events go out on standard output; anything that anybody prints goes to standard
 * error.
 */
public final class RunnerMain {
  private RunnerMain() {}

  public static void main(String[] arguments) {
    var standardOutput = System.out;
    System.setOut(System.err);
    // Ctrl-C in a terminal reaches this process too, but whether to stop is the agent's decision.
    Signals.onEach(List.of("INT"), () -> {});
    exit(serve(arguments, standardOutput));
  }

  private static RunnerExit serve(String[] arguments, java.io.PrintStream standardOutput) {
    if (arguments.length != 2) {
      System.err.println("a runner is started by its edge node with: PROFILE SLOTS");
      return RunnerExit.PROTOCOL;
    }
    var profile = EngineProfile.valueOf(arguments[0]);
    int slots = Integer.parseInt(arguments[1]);
    var compilations = new CompilationWatch(RunnerMain::exitForCompiler);
    if (profile == EngineProfile.USER) {
      compilations.start();
      Thread.ofPlatform().daemon().name("exit").start(AbruptExit::prepare);
    }
    var engine = new GuestEngine(profile, compilations);
    try (var pipe =
            new FramedPipe<>(System.in, RunnerCommand.class, standardOutput, RunnerEvent.class);
        var deadlines = new Deadlines(() -> exit(RunnerExit.GUEST_STUCK))) {
      new Runner(pipe, engine, deadlines, slots).serve(() -> selfTest(profile, engine));
      return RunnerExit.STOPPED;
    } catch (IOException e) {
      System.err.println("the agent's pipe is broken: " + e.getMessage());
      return RunnerExit.PROTOCOL;
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
