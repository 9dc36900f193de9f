package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a task waits for another node when its own one crashes. */
class ReassignLatencyTest {
  private static final long GRACE_MILLIS = SchedulerConfig.DEFAULTS.liveness().graceMillis();

  private final Bench bench = new Bench();

  @Test
  void itIsCountedFromTheCrashToTheNextLeaseOfTheTask() {
    var first = bench.node(1);
    bench.submit(bench.singles(1));
    var second = bench.node(1);
    bench.feed(new Event.NodeDisconnected(first, 1));
    bench.sleep(GRACE_MILLIS + 500, second);
    assertThat(bench.takeReassignNanos())
        .singleElement()
        .satisfies(
            nanos -> assertThat(nanos / 1_000_000).isBetween(GRACE_MILLIS, GRACE_MILLIS + 500));
    assertThat(bench.takeReassignNanos()).as("each once").isEmpty();
    bench.feed(new Event.NodeLeft(second, 1));
    bench.node(1);
    assertThat(bench.takeReassignNanos()).as("a goodbye is no crash").isEmpty();
  }
}
