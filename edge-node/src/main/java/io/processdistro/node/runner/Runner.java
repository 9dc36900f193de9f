package io.processdistro.node.runner;

import io.processdistro.common.values.Outcome;
import io.processdistro.node.runner.guest.GuestFault;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Carries out the agent's commands: tasks in the order they come, on one thread per slot; warm-ups
 * on a thread of their own, so that a cancellation is heard at any time.
 *
 * <p>While tasks wait for a slot, the ends of short ones leave together, at most {@value
 * #HOLD_MICROS_MAX} microseconds after the first of them, or at the next tick of the deadlines if a
 * task turns out to be long. Everything else leaves at once.
 */
final class Runner {
  private static final long HOLD_MICROS_MAX = 1_000;
  private static final long REST_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final FramedPipe<RunnerCommand, RunnerEvent> agent;
  private final GuestEngine engine;
  private final Deadlines deadlines;
  private final ThreadPoolExecutor slots;
  private final ExecutorService warmer = Executors.newSingleThreadExecutor(daemon("warm-up"));
  private final ExecutorService flusher = Executors.newSingleThreadExecutor(daemon("flush"));
  private final Map<Long, SlotTask> tasks = new ConcurrentHashMap<>();
  private final Standstill standstill = new Standstill();
  private volatile long heldSinceNanos;

  Runner(
      FramedPipe<RunnerCommand, RunnerEvent> agent,
      GuestEngine engine,
      Deadlines deadlines,
      int slots) {
    this.agent = agent;
    this.engine = engine;
    this.deadlines = deadlines;
    this.slots =
        new ThreadPoolExecutor(
            slots, slots, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemon("slot"));
    this.slots.prestartAllCoreThreads();
    deadlines.eachTick(this::flushSoon);
  }

  private static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  /**
   * Serves until the agent says stop or is gone. The self-test runs meanwhile: modules are warmed
   * beside it, and its end is the sign for the agent to send tasks.
   *
   * @param selfTest never throws
   */
  void serve(Supplier<RunnerEvent.Ready> selfTest) throws IOException {
    Thread.ofPlatform().daemon().name("self-test").start(() -> send(selfTest.get()));
    for (var command = agent.receive(); command.isPresent(); command = agent.receive()) {
      switch (command.get()) {
        case RunnerCommand.Run run -> start(run);
        case RunnerCommand.Warm warm -> warmer.execute(() -> warm(warm));
        case RunnerCommand.Recall(long task) -> recall(task);
        case RunnerCommand.Cancel(long task) -> cancel(task);
        case RunnerCommand.Rest(long nanos) -> rest(nanos);
        case RunnerCommand.Stop stop -> {
          return;
        }
      }
    }
  }

  private void rest(long nanos) {
    standstill.prepare();
    long startNanos = System.nanoTime();
    long span = Math.clamp(nanos, 0, REST_NANOS_MAX);
    deadlines.extend(span); // before it, because others may run first after it
    standstill.rest(span);
    deadlines.extend(System.nanoTime() - startNanos - span);
  }

  /** A task on its way through a slot; in the executor's queue until it starts. */
  private final class SlotTask implements Runnable {
    private final TaskExecution execution;

    SlotTask(TaskExecution execution) {
      this.execution = execution;
    }

    @Override
    public void run() {
      finished(execution.run());
    }
  }

  private void start(RunnerCommand.Run run) {
    var task = new SlotTask(new TaskExecution(run, engine, deadlines));
    tasks.put(run.task(), task);
    slots.execute(task);
  }

  private void recall(long number) {
    var task = tasks.get(number);
    if (task == null || !slots.remove(task)) return;
    tasks.remove(number);
    send(new RunnerEvent.Returned(number));
  }

  private void cancel(long number) {
    var task = tasks.get(number);
    if (task == null) return;
    if (slots.remove(task)) {
      finished(new RunnerEvent.Finished(number, new Outcome.Cancelled(), 0, 0));
    } else {
      task.execution.cancel();
    }
  }

  private void finished(RunnerEvent.Finished event) {
    tasks.remove(event.task());
    long nowNanos = System.nanoTime();
    if (!agent.holdsBack()) heldSinceNanos = nowNanos;
    boolean mayWait =
        !slots.getQueue().isEmpty()
            && event.slotNanos() < TimeUnit.MICROSECONDS.toNanos(HOLD_MICROS_MAX)
            && nowNanos - heldSinceNanos < TimeUnit.MICROSECONDS.toNanos(HOLD_MICROS_MAX);
    try {
      if (mayWait) agent.sendSoon(event);
      else agent.send(event);
    } catch (IOException e) {
      agentIsGone(e);
    }
  }

  /** On a thread that may block: the one of the deadlines must not. */
  private void flushSoon() {
    if (agent.holdsBack()) flusher.execute(this::flush);
  }

  private void flush() {
    try {
      agent.flush();
    } catch (IOException e) {
      agentIsGone(e);
    }
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

  private void send(RunnerEvent event) {
    try {
      agent.send(event);
    } catch (IOException e) {
      agentIsGone(e);
    }
  }

  /** The end of standard input ends this process. */
  private static void agentIsGone(IOException e) {
    System.err.println("the agent does not listen: " + e.getMessage());
  }
}
