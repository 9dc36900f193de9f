package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.NodeId;
import java.util.List;
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

  @Test
  void aTaskThatRunsElsewhereWhenItsNodeCrashesWaitsForNobody() {
    var straggling = bench.node(1);
    var others = List.of(bench.node(1), bench.node(1), bench.node(1));
    var job = bench.submit(bench.singles(24));
    var last = bench.leases(straggling).getFirst();
    for (var open = bench.leases(); open.size() > 1; open = bench.leases()) {
      bench.succeed(
          open.stream().filter(lease -> !lease.equals(last)).findFirst().orElseThrow(), 10);
    }
    var alive = others.toArray(NodeId[]::new);
    bench.sleep(500, alive);
    assertThat(bench.view(job).hedges()).isEqualTo(1);
    var copy = bench.leases().getLast();

    bench.feed(new Event.NodeDisconnected(straggling, 1));
    bench.sleep(10 * GRACE_MILLIS, alive);
    bench.clear();
    bench.fail(copy, ErrorCode.TRANSFER_FAILED);
    bench.sleep(10 * GRACE_MILLIS, alive);

    assertThat(bench.leases()).as("handed out again, as the copy failed").isNotEmpty();
    assertThat(bench.takeReassignNanos()).isEmpty();
  }
}
