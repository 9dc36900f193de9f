package io.processdistro.tools.throughput;

import java.time.Duration;
import java.util.List;

/**
 * The processor time that real nodes have spent, as the operating system counts it (in steps of
 * some 10 ms). A runner that ends in between takes its time with it.
 */
record ChildrenTime(List<Process> agents) {
  ChildrenTime {
    agents = List.copyOf(agents);
  }

  /** Processor time since the processes began. */
  record Spent(long agentNanos, long runnerNanos) {
    Spent minus(Spent earlier) {
      return new Spent(agentNanos - earlier.agentNanos, runnerNanos - earlier.runnerNanos);
    }
  }

  Spent now() {
    long agentNanos = 0;
    long runnerNanos = 0;
    for (var agent : agents) {
      agentNanos += nanos(agent.toHandle());
      runnerNanos += agent.descendants().mapToLong(ChildrenTime::nanos).sum();
    }
    return new Spent(agentNanos, runnerNanos);
  }

  private static long nanos(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
