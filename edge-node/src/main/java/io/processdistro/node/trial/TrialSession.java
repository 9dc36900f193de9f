package io.processdistro.node.trial;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trial.TrialChannel;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.trial.TrialEvent;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.PrivateJvmLauncher;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.SoleRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Serves one trial: starts a runner as a node does for a user's module, and gives it the tasks that
 * come in, until the channel ends.
 */
public final class TrialSession {
  private final TrialChannel<TrialCommand, TrialEvent> planner;
  private final PrivateJvmLauncher.CommandForHeap commands;
  private final long heapBytesMax;
  private long lastTask;

  /**
   * @param heapBytesMax most that the runner may take
   */
  public TrialSession(
      TrialChannel<TrialCommand, TrialEvent> planner,
      PrivateJvmLauncher.CommandForHeap commands,
      long heapBytesMax) {
    this.planner = planner;
    this.commands = commands;
    this.heapBytesMax = heapBytesMax;
  }

  /** Blocks until the planner is done. */
  public void serve() throws IOException, InterruptedException {
    var first = planner.receive();
    if (first.isEmpty()) return;
    if (!(first.get() instanceof TrialCommand.Open open)) {
      planner.send(new TrialEvent.Broken("a trial begins with its module"));
      return;
    }
    try (var runner = start(open)) {
      planner.send(new TrialEvent.Opened(runner.awaitReady()));
      for (var next = planner.receive(); next.isPresent(); next = planner.receive()) {
        switch (next.get()) {
          case TrialCommand.Run run -> planner.send(run(runner, open, run));
          case TrialCommand.Open again -> throw new IOException("a trial has one module only");
        }
      }
    } catch (IOException e) {
      planner.send(new TrialEvent.Broken(e.getMessage()));
    }
  }

  private SoleRunner start(TrialCommand.Open open) throws IOException {
    try {
      var launcher =
          PrivateJvmLauncher.open(
              commands, ProcessWrapper.probe(), Path.of(open.directory()).resolve("runner"));
      return SoleRunner.start(launcher, open.walls().memoryBytesMax(), heapBytesMax);
    } catch (StateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private TrialEvent run(SoleRunner runner, TrialCommand.Open open, TrialCommand.Run run)
      throws IOException, InterruptedException {
    var finished = runner.run(command(open, run));
    var failure =
        switch (finished.outcome()) {
          case Outcome.Succeeded(Output.Inline inline) -> {
            Files.write(Path.of(run.outputFile()), inline.bytes(), StandardOpenOption.CREATE_NEW);
            yield null;
          }
          case Outcome.Succeeded(Output.Blob blob) -> null;
          case Outcome.Failed(var code, var message, var log) ->
              new TrialEvent.Failure(code, message, log);
          case Outcome.Cancelled cancelled ->
              new TrialEvent.Failure(ErrorCode.INTERNAL_ERROR, "nobody cancelled it", "");
        };
    return new TrialEvent.Ended(failure, finished.slotNanos(), finished.kernelNanos());
  }

  private RunnerCommand.Run command(TrialCommand.Open open, TrialCommand.Run run) {
    var module = open.module();
    var walls = open.walls();
    return new RunnerCommand.Run(
        ++lastTask,
        new RunnerCommand.ModuleFile(
            ContentHash.parse(module.hash()), module.file(), module.shape()),
        run.phase(),
        run.header(),
        run.parts().stream()
            .map(part -> new RunnerCommand.InputFile(part.file(), part.offset(), part.length()))
            .toList(),
        new GuestLimits(
            walls.wallMillisMax(),
            walls.memoryBytesMax(),
            walls.outputBytesMax(),
            walls.logBytesMax(),
            walls.fuel()),
        module.params(),
        run.randomSeed(),
        run.outputFile());
  }
}
