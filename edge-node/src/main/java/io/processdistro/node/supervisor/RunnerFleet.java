package io.processdistro.node.supervisor;

import io.processdistro.node.runner.protocol.RunnerCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All runner processes of a node together. Call on the agent's event loop only. */
public final class RunnerFleet {
  private final RunnerSupervisor builtIn;
  private final RunnerPool users;
  private Map<Long, Long> cpuMillisOf = Map.of();
  private long cpuMillis;

  public RunnerFleet(RunnerSupervisor builtIn, RunnerPool users) {
    this.builtIn = builtIn;
    this.users = users;
  }

  /**
   * Processor time that runners have used since the node's start. What a process used after the
   * last look at it and before its end is missing.
   */
  public long cpuMillis() {
    var latest = new HashMap<Long, Long>();
    for (var process : processes()) {
      long millis = process.cpuMillis();
      latest.put(process.id(), millis);
      cpuMillis += Math.max(0, millis - cpuMillisOf.getOrDefault(process.id(), 0L));
    }
    cpuMillisOf = latest;
    return cpuMillis;
  }

  /** Memory of the machine that they have at this moment. */
  public long residentBytes() {
    return processes().stream().mapToLong(RunnerProcess::residentBytes).sum();
  }

  public int count() {
    return processes().size();
  }

  /** Has all of them stand still that are not just starting. */
  public void rest(Duration span) {
    var command = new RunnerCommand.Rest(span.toNanos());
    builtIn.readyProcess().ifPresent(process -> process.send(command));
    users.readyProcesses().forEach(process -> process.send(command));
  }

  private List<RunnerProcess> processes() {
    return Stream.concat(builtIn.process().stream(), users.processes().stream()).toList();
  }
}
