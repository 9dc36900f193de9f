package io.processdistro.node.runner;

import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Carries out the agent's commands: tasks on one thread per slot, warm-ups on a thread of their
 * own, so that a cancellation is heard at any time.
 */
final class Runner {
  private final FramedPipe<RunnerCommand, RunnerEvent> agent;
  private final GuestEngine engine;
  private final Deadlines deadlines;
  private final ExecutorService slots;
  private final ExecutorService warmer = Executors.newSingleThreadExecutor(daemon("warm-up"));
  private final Map<Long, TaskExecution> running = new ConcurrentHashMap<>();

  Runner(
      FramedPipe<RunnerCommand, RunnerEvent> agent,
      GuestEngine engine,
      Deadlines deadlines,
      int slots) {
    this.agent = agent;
    this.engine = engine;
    this.deadlines = deadlines;
    this.slots = Executors.newFixedThreadPool(slots, daemon("slot"));
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  /**
   * Serves until the agent says stop or is gone. The self-test runs meanwhile: modules are warmed
   * beside it, and its end is the sign for the agent to send tasks.
   *
   * @param selfTest never throws
   */
  void serve(Supplier<EngineFacts> selfTest) throws IOException {
    Thread.ofPlatform()
        .daemon()
        .name("self-test")
        .start(() -> send(new RunnerEvent.Ready(selfTest.get())));
    for (var command = agent.receive(); command.isPresent(); command = agent.receive()) {
      switch (command.get()) {
        case RunnerCommand.Run run -> start(run);
        case RunnerCommand.Warm warm -> warmer.execute(() -> warm(warm));
        case RunnerCommand.Cancel cancel -> {
          var task = running.get(cancel.task());
          if (task != null) task.cancel();
        }
        case RunnerCommand.Stop stop -> {
          return;
        }
      }
    }
  }

  private void start(RunnerCommand.Run run) {
    var task = new TaskExecution(run, engine, deadlines);
    running.put(run.task(), task);
    slots.execute(
        () -> {
          var finished = task.run();
          running.remove(run.task());
          send(finished);
        });
  }

  private void warm(RunnerCommand.Warm warm) {
    try {
      send(new RunnerEvent.Warmed(warm.module().hash(), engine.warm(warm.module())));
    } catch (IOException | GuestFault e) {
      // The first task of this module meets the same fault and reports it.
      System.err.println("warm-up failed: " + e.getMessage());
      send(new RunnerEvent.Warmed(warm.module().hash(), 0));
    }
  }

  /** An agent that is gone ends this process through the end of its standard input. */
  private void send(RunnerEvent event) {
    try {
      agent.send(event);
    } catch (IOException e) {
      System.err.println("the agent does not listen: " + e.getMessage());
    }
  }
}
