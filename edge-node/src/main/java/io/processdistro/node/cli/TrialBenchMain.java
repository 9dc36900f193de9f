package io.processdistro.node.cli;

import ch.qos.logback.classic.Level;
import io.processdistro.common.logging.Logging;
import io.processdistro.common.trial.TrialChannel;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.trial.TrialEvent;
import io.processdistro.node.agent.HostProbe;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.trial.TrialSession;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Main class of the process that {@code controller task test} starts. Commands come in on standard
 * input, answers go out on standard output; whatever else is said goes to standard error.
 */
public final class TrialBenchMain {
  private TrialBenchMain() {}

  public static void main(String[] arguments) {
    var standardOutput = System.out;
    System.setOut(System.err);
    Logging.setUp(Level.WARN, EdgeNodeCommand.CONNECTION_LOGGER);
    int status = serve(standardOutput);
    System.exit(status);
  }

  private static int serve(PrintStream standardOutput) {
    long heapBytesMax =
        MemoryPlan.byDefault(1, new HostProbe().facts().memoryBytes()).userBytesMax();
    try (var planner =
        new TrialChannel<>(System.in, TrialCommand.class, standardOutput, TrialEvent.class)) {
      new TrialSession(
              planner,
              heapBytes ->
                  RunnerCommandLine.ofThisProcess(heapBytes).command(EngineProfile.USER, 1),
              heapBytesMax)
          .serve();
      return 0;
    } catch (IOException e) {
      System.err.println("the trial's channel is broken: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
