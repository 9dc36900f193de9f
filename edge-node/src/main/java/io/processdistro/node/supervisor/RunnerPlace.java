package io.processdistro.node.supervisor;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One process of the pool, from the moment it is asked for until it has gone. Changed by {@link
 * RunnerPool} only, on the agent's event loop.
 */
final class RunnerPlace {
  final long heapBytes;

  /** Null while it is being started. */
  RunnerProcess process;

  /** Null for the spare one, and for one that is being ended. */
  PooledRunner owner;

  long ownedSinceNanos;
  boolean ready;

  /** Takes no more tasks and is ended after those it has. */
  boolean leaving;

  /** Being ended; whatever it says is not heard any more. */
  boolean ending;

  final Set<Long> tasks = new LinkedHashSet<>();
  long idleSinceNanos;
  private long cpuMillisAtRest;

  RunnerPlace(long heapBytes) {
    this.heapBytes = heapBytes;
  }

  boolean isIdle() {
    return ready && !ending && tasks.isEmpty();
  }

  boolean isSpare() {
    return owner == null && !ending;
  }

  /** It has nothing to do from now on. */
  void rests(long nowNanos) {
    idleSinceNanos = nowNanos;
    cpuMillisAtRest = cpuMillis();
  }

  /** Processor time that it has used since it has nothing to do. */
  long restlessMillis() {
    return cpuMillis() - cpuMillisAtRest;
  }

  private long cpuMillis() {
    return Optional.ofNullable(process).map(RunnerProcess::cpuMillis).orElse(0L);
  }
}
