package io.processdistro.node.supervisor;

import io.processdistro.common.values.ContentHash;
import io.processdistro.node.link.Backoff;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes for users' modules, each for one module at a time and never for another one after it. A
 * module gets a process when it has tasks: the spare one that was started ahead, else a new one,
 * else that of the module which has been idle longest; if all are at work it waits.
 *
 * <p>Call on the agent's event loop only.
 */
public final class RunnerPool {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerPool.class);
  private static final long READY_MILLIS_MAX = 60_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONG_IDLE_NANOS = 5_000 * NANOS_PER_MILLI;

  /** One that has nothing to do may still compile what it ran, but not for so long. */
  private static final long RESTLESS_MILLIS_MAX = 10_000;

  private final Vertx vertx;
  private final RunnerPoolLimits limits;
  private final PrivateJvmLauncher launcher;
  private final Backoff backoff;
  private final RunnerListener listener;
  private final LongSupplier nanoClock;
  private final KillRecord kills;

  private final Map<ContentHash, PooledRunner> runners = new LinkedHashMap<>();
  private final List<RunnerPlace> places = new ArrayList<>();

  /** Those that want a process and have none, with the time since when. */
  private final LinkedHashMap<PooledRunner, Long> waiting = new LinkedHashMap<>();

  private final Promise<Void> gone = Promise.promise();
  private boolean wasUsed;
  private long lastWantedNanos;
  private boolean startsPaused;
  private boolean stopped;

  public RunnerPool(
      Vertx vertx,
      RunnerPoolLimits limits,
      PrivateJvmLauncher launcher,
      Backoff backoff,
      RunnerListener listener,
      LongSupplier nanoClock) {
    this.vertx = vertx;
    this.limits = limits;
    this.launcher = launcher;
    this.backoff = backoff;
    this.listener = listener;
    this.nanoClock = nanoClock;
    this.kills = new KillRecord(nanoClock);
  }

  /**
   * The runner of a module; it starts nothing before it is prepared.
   *
   * @param file the hash of what is run: the module, rewritten for its job's limit
   * @param module the hash under which the cluster knows it
   * @param memoryBytesMax the job's limit
   */
  public TaskRunner runnerOf(ContentHash file, ContentHash module, long memoryBytesMax) {
    forgetUnused();
    return runners.computeIfAbsent(
        file,
        ignored ->
            new PooledRunner(
                module,
                RunnerMemory.of(memoryBytesMax, limits.slots(), limits.heapBytesMax()),
                this));
  }

  /** Why a module is not started now; empty if it may be. */
  public Optional<String> refusal(ContentHash module) {
    return kills.refusal(module);
  }

  List<RunnerProcess> processes() {
    return places.stream().map(place -> place.process).filter(Objects::nonNull).toList();
  }

  /** Those that have tested themselves: the start is not slowed down. */
  List<RunnerProcess> readyProcesses() {
    return places.stream().filter(place -> place.ready).map(place -> place.process).toList();
  }

  /** Ends all processes for good; the future ends when they have gone. */
  public Future<Void> stop() {
    stopped = true;
    waiting.clear();
    for (var place : List.copyOf(places)) end(place, "the node stops");
    tellIfGone();
    return gone.future();
  }

  /** Ends what is idle, looks after the spare one. Call about once a second. */
  public void tick() {
    long now = nanoClock.getAsLong();
    for (var place : List.copyOf(places)) {
      if (!place.isIdle()) continue;
      long idleMillis = (now - place.idleSinceNanos) / NANOS_PER_MILLI;
      if (place.restlessMillis() > RESTLESS_MILLIS_MAX) {
        var reason =
            "it used " + place.restlessMillis() + " ms of a processor without having a task";
        LOG.warn("runner=restless reason=\"{}\"", reason);
        place.process.kill(
            place.isSpare() ? RunnerEnd.ofAnythingElse(reason) : RunnerEnd.ofGuest(reason));
      } else if (idleMillis
          > (place.isSpare() ? limits.spareMillisMax() : limits.idleMillisMax())) {
        end(place, "nothing to do");
      }
    }
    takeTurns(now);
    keepSpare(now);
  }

  /** Somebody has waited for long while others always had tasks: the one of longest stay leaves. */
  private void takeTurns(long now) {
    if (waiting.isEmpty() || places.stream().anyMatch(place -> place.leaving || place.ending)) {
      return;
    }
    long since = waiting.firstEntry().getValue();
    if (now - since < limits.turnMillis() * NANOS_PER_MILLI) return;
    places.stream()
        .filter(place -> place.ready && place.owner != null)
        .min(Comparator.comparingLong(place -> place.ownedSinceNanos))
        .ifPresent(place -> place.leaving = true);
  }

  private void keepSpare(long now) {
    boolean inUse = wasUsed && now - lastWantedNanos < limits.spareMillisMax() * NANOS_PER_MILLI;
    if (stopped || startsPaused || !inUse || !waiting.isEmpty()) return;
    if (places.stream().anyMatch(RunnerPlace::isSpare)) return;
    if (!fits(limits.spareHeapBytes())) {
      makeRoomForSpare(now);
      return;
    }
    if (places.stream().anyMatch(place -> !place.ready)) return;
    launch(limits.spareHeapBytes(), null);
  }

  /** A process for whoever comes next is worth more than that of a module which is long idle. */
  private void makeRoomForSpare(long now) {
    places.stream()
        .filter(RunnerPlace::isIdle)
        .filter(place -> now - place.idleSinceNanos > LONG_IDLE_NANOS)
        .min(Comparator.comparingLong(place -> place.idleSinceNanos))
        .ifPresent(place -> end(place, "its place is kept free for another module"));
  }

  void want(PooledRunner runner) {
    if (stopped || runner.place != null) return;
    wasUsed = true;
    lastWantedNanos = nanoClock.getAsLong();
    waiting.putIfAbsent(runner, lastWantedNanos);
    serveWaiting();
  }

  private void serveWaiting() {
    while (!waiting.isEmpty() && !startsPaused && !stopped) {
      var next = waiting.firstEntry().getKey();
      var spare =
          places.stream()
              .filter(place -> place.isSpare() && place.heapBytes >= next.memory.heapBytes())
              .findFirst();
      if (spare.isPresent()) {
        own(spare.get(), next);
        if (spare.get().ready) listener.moduleWarm();
      } else if (fits(next.memory.heapBytes())) {
        launch(next.memory.heapBytes(), next);
      } else {
        makeRoom();
        return;
      }
    }
  }

  /** Another process would keep the pool within its number and its memory. */
  private boolean fits(long heapBytes) {
    long bytes = heapBytes + RunnerMemory.PROCESS_BYTES;
    for (var place : places) bytes += place.heapBytes + RunnerMemory.PROCESS_BYTES;
    return places.size() < limits.processesMax() && bytes <= limits.memoryBytesMax();
  }

  /** At most one process is on its way out for those that wait. */
  private void makeRoom() {
    if (places.stream().anyMatch(place -> place.ending)) return;
    places.stream()
        .filter(RunnerPlace::isIdle)
        .min(
            Comparator.comparing((RunnerPlace place) -> !place.isSpare())
                .thenComparingLong(place -> place.idleSinceNanos))
        .ifPresent(place -> end(place, "another module needs its place"));
  }

  private void own(RunnerPlace place, PooledRunner owner) {
    waiting.remove(owner);
    place.owner = owner;
    place.ownedSinceNanos = nanoClock.getAsLong();
    place.rests(place.ownedSinceNanos);
    owner.place = place;
  }

  private void launch(long heapBytes, PooledRunner owner) {
    var place = new RunnerPlace(heapBytes);
    places.add(place);
    if (owner != null) own(place, owner);
    vertx
        .executeBlocking(launcher.withHeap(heapBytes)::launch, false)
        .onSuccess(process -> adopt(place, process))
        .onFailure(
            error ->
                ended(
                    place,
                    RunnerEnd.ofAnythingElse(
                        "the runner process cannot be started: " + error.getMessage())));
  }

  private void adopt(RunnerPlace place, Process started) {
    place.process = new RunnerProcess(started, new LoopNews(place));
    place.process.start();
    if (place.ending) place.process.kill(RunnerEnd.ofAnythingElse("not needed any more"));
    vertx.setTimer(
        READY_MILLIS_MAX,
        ignored -> {
          if (!place.ready) {
            place.process.kill(
                RunnerEnd.ofAnythingElse(
                    "the runner was not ready after " + READY_MILLIS_MAX / 1000 + " s"));
          }
        });
  }

  /** Takes the process away from its module, which gets another one when it has tasks again. */
  private void end(RunnerPlace place, String reason) {
    if (place.ending) return;
    var owner = place.owner;
    place.ending = true;
    place.owner = null;
    if (place.process != null) place.process.kill(RunnerEnd.ofAnythingElse(reason));
    if (owner == null) return;
    LOG.info("runner=ended module={} reason=\"{}\"", owner.module.brief(), reason);
    owner.place = null;
    listener.runnerDied(owner, RunnerEnd.ofAnythingElse(reason));
  }

  private void heard(RunnerPlace place, RunnerEvent event) {
    if (place.ending) return;
    switch (event) {
      case RunnerEvent.Ready ready -> {
        place.ready = true;
        place.rests(nanoClock.getAsLong());
        backoff.reset();
        if (place.owner != null) listener.moduleWarm();
      }
      case RunnerEvent.Warmed warmed -> {}
      case RunnerEvent.Finished finished -> {
        place.tasks.remove(finished.task());
        listener.taskFinished(
            finished.task(), finished.outcome(), finished.slotNanos(), finished.kernelNanos());
        rest(place);
      }
      case RunnerEvent.Returned(long task) -> {
        place.tasks.remove(task);
        listener.taskReturned(task);
        rest(place);
      }
    }
  }

  private void rest(RunnerPlace place) {
    if (!place.isIdle()) return;
    place.rests(nanoClock.getAsLong());
    if (place.leaving) end(place, "another module needs its place");
    serveWaiting();
  }

  private void ended(RunnerPlace place, RunnerEnd end) {
    places.remove(place);
    var owner = place.owner;
    if (!place.ready && !place.ending) pauseStarts(end.reason());
    if (owner != null) {
      owner.place = null;
      boolean guestToBlame = end.guestToBlame() && owner.memory.sufficient();
      LOG.warn(
          "runner=died module={} reason=\"{}\" guest_to_blame={}",
          owner.module.brief(),
          end.reason(),
          guestToBlame);
      if (guestToBlame) kills.killed(owner.module, end.reason());
      listener.runnerDied(owner, new RunnerEnd(end.reason(), guestToBlame));
    }
    if (stopped) tellIfGone();
    else serveWaiting();
  }

  private void pauseStarts(String reason) {
    long waitMillis = backoff.nextMillis();
    LOG.warn("runner=not-started reason=\"{}\" next_start_ms={}", reason, waitMillis);
    startsPaused = true;
    vertx.setTimer(
        waitMillis,
        ignored -> {
          startsPaused = false;
          serveWaiting();
        });
  }

  private void tellIfGone() {
    if (places.isEmpty()) gone.tryComplete();
  }

  /** A runner without a process is no more than a name; the desk keeps those it needs. */
  private void forgetUnused() {
    if (runners.size() < limits.runnersRememberedMax()) return;
    runners.values().removeIf(runner -> runner.place == null && !waiting.containsKey(runner));
  }

  /** Brings what a process's threads hear onto the event loop, in order. */
  private final class LoopNews implements RunnerProcess.Listener {
    private final RunnerPlace place;
    private final Context loop = vertx.getOrCreateContext();

    LoopNews(RunnerPlace place) {
      this.place = place;
    }

    @Override
    public void heard(RunnerProcess from, RunnerEvent event) {
      loop.runOnContext(ignored -> RunnerPool.this.heard(place, event));
    }

    @Override
    public void ended(RunnerProcess from, RunnerEnd end) {
      loop.runOnContext(ignored -> RunnerPool.this.ended(place, end));
    }
  }
}
