package io.processdistro.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.scheduler.SchedulerProbe;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Thousands of small clusters in which everything goes wrong that can. One seed is replayed with
 * {@code -Dsimulation.seed=N}; {@code -Dsimulation.seeds=N} runs another number of them.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

  /** Some transitions are rare: fewer seeds are no proof that one is never taken. */
  private static final int SEEDS_FOR_ALL_TRANSITIONS = 5_000;

  private static final Long ONE_SEED = Long.getLong("simulation.seed");

  @Test
  void everyJobEndsRightAndInTimeWhateverGoesWrong() {
    var visited = new LinkedHashMap<String, BitSet>();
    long first = ONE_SEED == null ? 1 : ONE_SEED;
    long last = ONE_SEED == null ? SEEDS : ONE_SEED;
    long events = 0;
    var thread = ManagementFactory.getThreadMXBean();
    long started = System.nanoTime();
    long startedCpu = thread.getCurrentThreadCpuTime();
    for (long seed = first; seed <= last; seed++) {
      var run = new Simulation(Scenario.ofSeed(seed)).run();
      events += run.controller.events;
      run.visited.forEach(
          (table, rows) -> visited.computeIfAbsent(table, name -> new BitSet()).or(rows));
    }
    System.out.printf(
        "simulation: %d seeds, %d events, %.1f s, of these %.1f s on a processor%n",
        last - first + 1,
        events,
        (System.nanoTime() - started) / 1e9,
        (thread.getCurrentThreadCpuTime() - startedCpu) / 1e9);
    if (last - first >= SEEDS_FOR_ALL_TRANSITIONS) everyTransitionWasTaken(visited);
  }

  private static void everyTransitionWasTaken(Map<String, BitSet> visited) {
    var missing = new ArrayList<String>();
    for (var table : SchedulerProbe.tables()) {
      var taken = visited.getOrDefault(table.name(), new BitSet());
      for (int row = 0; row < table.rows().size(); row++) {
        if (!taken.get(row)) missing.add(table.name() + ": " + table.rows().get(row));
      }
    }
    assertThat(missing).as("transitions that no seed takes").isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameCommandsBitForBit() {
    for (long seed = 1; seed <= 100; seed++) {
      var once = new Simulation(Scenario.ofSeed(seed)).run();
      var again = new Simulation(Scenario.ofSeed(seed)).run();
      assertThat(again.trace()).as("seed %d", seed).isEqualTo(once.trace());
      assertThat(again.makespanNanos()).isEqualTo(once.makespanNanos());
    }
  }
}
