package io.processdistro.node.supervisor;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.link.Backoff;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one runner process alive: starts it, waits for its self-test, warms modules in it, and when
 * it dies starts another after a back-off. Hard facts about what runs are not here but at the task
 * desk; this class only knows which process is the present one, so that the last words of a former
 * one are not mistaken for its.
 *
 * <p>Call on the agent's event loop only.
 */
public final class RunnerSupervisor implements TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerSupervisor.class);

  /**
   * A runner warms a module before it tests itself, and a busy machine gives a process of low
   * priority little.
   */
  private static final long READY_MILLIS_MAX = 180_000;

  /** A warm-up that takes longer is not waited for: slow tasks are better than none. */
  private static final long WARM_MILLIS_MAX = 60_000;

  private enum Warmth {
    /** To be asked for when a process is ready. */
    WANTED,
    WARMING,
    WARM
  }

  private final Vertx vertx;
  private final Context loop;
  private final RunnerLauncher launcher;
  private final Backoff backoff;
  private final RunnerListener listener;
  private final Map<ContentHash, RunnerCommand.ModuleFile> modules = new LinkedHashMap<>();
  private final Map<ContentHash, Warmth> warmth = new LinkedHashMap<>();

  private RunnerProcess process;
  private EngineFacts engine = EngineFacts.UNKNOWN;
  private boolean ready;
  private boolean stopped;
  private final Promise<Void> gone = Promise.promise();

  public RunnerSupervisor(
      Vertx vertx, RunnerLauncher launcher, Backoff backoff, RunnerListener listener) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.launcher = launcher;
    this.backoff = backoff;
    this.listener = listener;
  }

  /** Starts the first process; call once. */
  public void start() {
    if (stopped) return;
    vertx
        .executeBlocking(launcher::launch, false)
        .onSuccess(this::adopt)
        .onFailure(
            error ->
                died(
                    RunnerEnd.ofAnythingElse(
                        "the runner process cannot be started: " + error.getMessage())));
  }

  Optional<RunnerProcess> process() {
    return Optional.ofNullable(process);
  }

  /** Only when it has tested itself: the start is not slowed down. */
  Optional<RunnerProcess> readyProcess() {
    return ready ? process() : Optional.empty();
  }

  /** Ends the process for good; the future ends when it has gone. */
  public Future<Void> stop() {
    stopped = true;
    ready = false;
    if (process == null) gone.tryComplete();
    else process.kill(RunnerEnd.ofAnythingElse("the node stops"));
    return gone.future();
  }

  /** What the self-test of the present or latest process found. */
  public EngineFacts engine() {
    return engine;
  }

  /** The modules that tasks can start in without a warm-up. */
  public List<ContentHash> warmModules() {
    return warmth.entrySet().stream()
        .filter(entry -> entry.getValue() == Warmth.WARM)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void prepare(RunnerCommand.ModuleFile module) {
    if (modules.putIfAbsent(module.hash(), module) != null) return;
    LOG.debug("start-up step=first-lease module={}", module.hash().brief());
    warmth.put(module.hash(), Warmth.WANTED);
    warmWanted();
  }

  /** Whatever the self-test says later: what was warmed is compiled. */
  @Override
  public boolean isReadyFor(ContentHash module) {
    return process != null && warmth.get(module) == Warmth.WARM;
  }

  @Override
  public void run(RunnerCommand.Run task) {
    process.send(task);
  }

  @Override
  public void recall(long task) {
    if (process != null) process.send(new RunnerCommand.Recall(task));
  }

  @Override
  public void cancel(long task) {
    if (process != null) process.send(new RunnerCommand.Cancel(task));
  }

  @Override
  public void kill(String reason) {
    if (process != null) process.kill(RunnerEnd.ofGuest(reason));
  }

  @Override
  public Optional<String> refusal() {
    return Optional.empty();
  }

  /** Its own watchdog ends it after one second; a busy machine is given some more. */
  @Override
  public Duration graceMax() {
    return Duration.ofSeconds(4);
  }

  @Override
  public long cpuMillis() {
    return process == null ? 0 : process.cpuMillis();
  }

  @Override
  public boolean runsModuleOfUser() {
    return false;
  }

  private void adopt(Process started) {
    if (stopped) {
      started.destroyForcibly();
      return;
    }
    var adopted = new RunnerProcess(started, new OnLoop());
    process = adopted;
    adopted.start();
    warmWanted();
    vertx.setTimer(
        READY_MILLIS_MAX,
        ignored -> {
          if (process == adopted && !ready) {
            adopted.kill(
                RunnerEnd.ofAnythingElse(
                    "the runner was not ready after " + READY_MILLIS_MAX / 1000 + " s"));
          }
        });
  }

  private void heard(RunnerProcess from, RunnerEvent event) {
    if (from != process) return;
    switch (event) {
      case RunnerEvent.Ready(EngineFacts facts, RunnerEvent.Course course) -> {
        LOG.debug(
            "start-up step=runner-ready main_epoch_ms={} engine_ms={} self-test_ms={}",
            course.mainEpochMillis(),
            course.engineMillis(),
            course.selfTestMillis());
        engine = facts;
        ready = true;
        listener.runnerReady(facts);
      }
      case RunnerEvent.Warmed(ContentHash module, long millis) -> {
        LOG.info("warm-up module={} took_ms={}", module.brief(), millis);
        warmed(module);
      }
      case RunnerEvent.Finished finished -> {
        backoff.reset();
        listener.taskFinished(
            finished.task(), finished.outcome(), finished.slotNanos(), finished.kernelNanos());
      }
      case RunnerEvent.Returned(long task) -> listener.taskReturned(task);
    }
  }

  private void ended(RunnerProcess from, RunnerEnd end) {
    if (from == process) died(end);
  }

  private void died(RunnerEnd end) {
    process = null;
    ready = false;
    warmth.replaceAll((module, before) -> Warmth.WANTED);
    if (stopped) {
      gone.tryComplete();
      return;
    }
    long waitMillis = backoff.nextMillis();
    LOG.warn("runner=died reason=\"{}\" next_start_ms={}", end.reason(), waitMillis);
    listener.runnerDied(this, end);
    vertx.setTimer(waitMillis, ignored -> start());
  }

  /** Does not wait for the self-test: the runner does both at once. */
  private void warmWanted() {
    if (process == null) return;
    for (var entry : warmth.entrySet()) {
      if (entry.getValue() != Warmth.WANTED) continue;
      entry.setValue(Warmth.WARMING);
      process.send(new RunnerCommand.Warm(modules.get(entry.getKey())));
      watchWarmUp(process, entry.getKey());
    }
  }

  private void watchWarmUp(RunnerProcess warming, ContentHash module) {
    vertx.setTimer(
        WARM_MILLIS_MAX,
        ignored -> {
          if (process == warming && warmth.get(module) == Warmth.WARMING) {
            LOG.warn("warm-up module={} unfinished_after_ms={}", module.brief(), WARM_MILLIS_MAX);
            warmed(module);
          }
        });
  }

  private void warmed(ContentHash module) {
    if (warmth.replace(module, Warmth.WARM) != null) listener.moduleWarm();
  }

  /**
   * Brings what the process's threads hear onto the event loop, in order; what comes while the loop
   * is busy, all at once.
   */
  private final class OnLoop implements RunnerProcess.Listener {
    private final Queue<Runnable> heard = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    @Override
    public void heard(RunnerProcess from, RunnerEvent event) {
      put(() -> RunnerSupervisor.this.heard(from, event));
    }

    @Override
    public void ended(RunnerProcess from, RunnerEnd end) {
      put(() -> RunnerSupervisor.this.ended(from, end));
    }

    private void put(Runnable news) {
      heard.add(news);
      schedule();
    }

    private void schedule() {
      if (scheduled.compareAndSet(false, true)) loop.runOnContext(ignored -> takeAll());
    }

    private void takeAll() {
      scheduled.set(false);
      try {
        for (var news = heard.poll(); news != null; news = heard.poll()) news.run();
      } finally {
        if (!heard.isEmpty()) schedule();
      }
    }
  }
}
