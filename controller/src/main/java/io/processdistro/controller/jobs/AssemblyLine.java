package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.store.DiskTrouble;
import io.processdistro.controller.store.ResultPlace;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the accepted outputs of one job into its result, in passes on a worker thread, one pass
 * at a time, while other tasks still run. The end of the job costs one hop to the worker and back:
 * finishing rides on the last pass. Belongs to the event loop; only a pass runs on a worker.
 */
final class AssemblyLine {
  private static final Logger LOG = LoggerFactory.getLogger(AssemblyLine.class);
  private static final int PASS_OUTPUTS_MAX = 1_024;

  /** Told on the event loop. */
  interface Listener {
    /** More waits than is good (true), or the line has caught up (false). */
    void congested(boolean congested);

    /** The outputs so far lead to more work. */
    void grown(Growth growth);

    /** The result is complete, closed and on disk. */
    void finished(long resultLengthBytes);

    /** The result cannot be made; the assembly is closed. Nothing follows. */
    void broken(ErrorCode code, String message);

    /**
     * There is no space for the result, or its disk takes no writes; the assembly is closed.
     * Nothing follows.
     */
    void unwritable();
  }

  /** What goes into the assembly before any other output, on a worker. */
  @FunctionalInterface
  interface Prologue {
    void into(ResultAssembly assembly) throws InvalidOutputException, IOException;
  }

  private record Item(GrainRange range, TaskOutput content) {
    /** What it costs in memory. */
    long heapBytes() {
      return switch (content) {
        case TaskOutput.InMemory inMemory -> inMemory.lengthBytes();
        case TaskOutput.InFile inFile -> 0;
      };
    }
  }

  private enum Phase {
    OPEN,
    FINISHING,
    ABORTING,
    CLOSED
  }

  private final ResultAssembly assembly;
  private final Optional<ResultPlace> place;
  private final WorkerExecutor workers;
  private final long congestedBytes;
  private final Listener listener;
  private final ArrayDeque<Item> waiting = new ArrayDeque<>();
  private Optional<Prologue> prologue = Optional.empty();
  private long heapBytes;
  private boolean congested;
  private boolean working;
  private Phase phase = Phase.OPEN;

  /**
   * @param place where the assembly writes, and where the result stands in the end; empty if there
   *     is to be no result
   * @param congestedBytes outputs waiting in memory beyond this are too many
   */
  AssemblyLine(
      ResultAssembly assembly,
      Optional<ResultPlace> place,
      WorkerExecutor workers,
      long congestedBytes,
      Listener listener) {
    this.assembly = assembly;
    this.place = place;
    this.workers = workers;
    this.congestedBytes = congestedBytes;
    this.listener = listener;
  }

  /** Puts these outputs in first; call it before {@link #put}, at most once. */
  void begin(Prologue first) {
    prologue = Optional.of(first);
    startPass();
  }

  /**
   * @param content of the output, readable until the job has ended
   */
  void put(GrainRange range, TaskOutput content) {
    if (phase != Phase.OPEN) return;
    var item = new Item(range, content);
    waiting.add(item);
    heapBytes += item.heapBytes();
    if (!congested && heapBytes > congestedBytes) {
      congested = true;
      listener.congested(true);
    }
    startPass();
  }

  /** Every output was put: ends in {@link Listener#finished} or {@link Listener#broken}. */
  void finish() {
    if (phase != Phase.OPEN) return;
    phase = Phase.FINISHING;
    startPass();
  }

  /** The result is not wanted any more: deletes what there is of it. */
  void abort() {
    if (phase == Phase.CLOSED) return;
    phase = Phase.ABORTING;
    startPass();
  }

  private void startPass() {
    if (working || phase == Phase.CLOSED) return;
    if (phase == Phase.ABORTING) {
      close();
      return;
    }
    if (waiting.isEmpty() && prologue.isEmpty() && phase == Phase.OPEN) return;
    var batch = takeBatch();
    var first = prologue;
    prologue = Optional.empty();
    boolean last = phase == Phase.FINISHING && waiting.isEmpty();
    working = true;
    workers
        .executeBlocking(() -> pass(first, batch, last), false)
        .onSuccess(passed -> passed(batch, last, passed))
        .onFailure(e -> failed(batch, e));
  }

  private List<Item> takeBatch() {
    var batch = new ArrayList<Item>(Math.min(waiting.size(), PASS_OUTPUTS_MAX));
    while (!waiting.isEmpty() && batch.size() < PASS_OUTPUTS_MAX) batch.add(waiting.poll());
    return batch;
  }

  /**
   * @param resultLengthBytes 0 if the result is not complete yet
   */
  private record Passed(long resultLengthBytes, Optional<Growth> growth) {}

  /** On a worker. */
  private Passed pass(Optional<Prologue> first, List<Item> batch, boolean last)
      throws InvalidOutputException, IOException {
    if (first.isPresent()) first.get().into(assembly);
    for (var item : batch) assembly.accept(item.range(), item.content());
    if (!last) return new Passed(0, assembly.takeGrowth());
    assembly.finish();
    assembly.close();
    return new Passed(place.isPresent() ? place.get().keep() : 0, Optional.empty());
  }

  private void passed(List<Item> batch, boolean last, Passed passed) {
    working = false;
    release(batch);
    if (last) {
      phase = Phase.CLOSED;
      listener.finished(passed.resultLengthBytes());
      return;
    }
    if (phase == Phase.OPEN) passed.growth().ifPresent(listener::grown);
    startPass();
  }

  private void failed(List<Item> batch, Throwable e) {
    working = false;
    release(batch);
    if (phase == Phase.ABORTING) {
      close();
      return;
    }
    LOG.warn("assembly=broken reason=\"{}\"", e.toString());
    close();
    if (e instanceof InvalidOutputException) {
      listener.broken(ErrorCode.GUEST_OUTPUT_INVALID, e.getMessage());
    } else if (e instanceof IOException io && DiskTrouble.of(io) != DiskTrouble.FAILED) {
      listener.unwritable();
    } else {
      listener.broken(ErrorCode.STORE_FAILED, "the result cannot be assembled: " + e.getMessage());
    }
  }

  private void release(List<Item> batch) {
    for (var item : batch) heapBytes -= item.heapBytes();
    if (congested && heapBytes < congestedBytes / 4) {
      congested = false;
      listener.congested(false);
    }
  }

  private void close() {
    phase = Phase.CLOSED;
    var dropped = List.copyOf(waiting);
    waiting.clear();
    release(dropped);
    workers
        .executeBlocking(
            () -> {
              assembly.close();
              return null;
            },
            false)
        .onFailure(e -> LOG.warn("assembly=not-closed reason=\"{}\"", e.toString()));
  }
}
