package io.processdistro.scheduler.simulation;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Prints how many events per second the scheduler handles on one thread. Not part of the tests, as
 * its figure depends on the machine: {@code mvn -pl scheduler -am test -Dtest=ThroughputBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ThroughputBenchmark {
  @Test
  void eventsPerSecond() {
    var thread = ManagementFactory.getThreadMXBean();
    for (int round = 1; round <= 5; round++) {
      for (int nodes : new int[] {2, 100, 5_000}) {
        long started = System.nanoTime();
        long startedCpu = thread.getCurrentThreadCpuTime();
        long events = new MillionTasksTest().run(nodes, 4, 1_000_000);
        double seconds = (System.nanoTime() - started) / 1e9;
        double cpuSeconds = (thread.getCurrentThreadCpuTime() - startedCpu) / 1e9;
        System.out.printf(
            "round %d, %d nodes x 4 slots, 1,000,000 tasks: %,.0f events/s by the clock, %,.0f by"
                + " processor time%n",
            round, nodes, events / seconds, events / cpuSeconds);
      }
    }
  }
}
