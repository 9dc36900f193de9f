package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private final Bench bench = new Bench();

  @Test
  void aNodeWithTheModuleWarmIsPreferred() {
    bench.node(4);
    var warm = bench.node(4);
    bench.node(4);
    bench.feed(new Event.HeartbeatReceived(warm, 1, List.of(), List.of(Bench.MODULE)));
    bench.submit(bench.singles(1));
    assertThat(bench.leases()).extracting(Lease::node).containsExactly(warm);
  }

  @Test
  void aWarmNodeOfAnotherModuleIsNot() {
    var cold = bench.node(4);
    var other = bench.node(4);
    bench.feed(
        new Event.HeartbeatReceived(other, 1, List.of(), List.of(ContentHash.of(new byte[] {9}))));
    bench.submit(bench.singles(1));
    assertThat(bench.leases()).extracting(Lease::node).containsExactly(cold);
  }

  @Test
  void aNodeThatHasTheInputsOfTheJobIsPreferred() {
    bench.node(2);
    var second = bench.node(1);
    var ticket = bench.singles(2);
    var capped = ticket.share().withSlotsMax(1);
    bench.submit(new JobTicket(ticket.job(), ticket.work(), capped, ticket.terms()));
    var first = bench.leases().getFirst().node();
    bench.succeed(bench.leases().getFirst());
    assertThat(first).isNotEqualTo(second);
    assertThat(bench.leases()).extracting(Lease::node).containsExactly(first);
  }

  @Test
  void tasksGoOnlyWhereTheirMemoryFits() {
    bench.node(8, 1L << 20);
    var large = bench.node(1, 1L << 30);
    bench.submit(bench.singles(20));
    assertThat(bench.leases()).isNotEmpty().allMatch(lease -> lease.node().equals(large));
  }

  @Test
  void aJobThatDoesNotFitDoesNotStopOneThatDoes() {
    bench.node(2, 1L << 20);
    bench.submit(bench.singles(20));
    var small = bench.singles(20);
    var terms = small.terms().withMemoryBytesMax(1L << 16);
    bench.submit(new JobTicket(small.job(), small.work(), small.share(), terms));
    assertThat(bench.leases()).isNotEmpty().allMatch(lease -> lease.job().equals(small.job()));
  }

  @Test
  void ofVeryManyNodesEachGetsWork() {
    for (int i = 0; i < 300; i++) bench.node(1);
    bench.submit(bench.singles(10_000));
    var busy = new HashSet<>(bench.leases().stream().map(Lease::node).toList());
    assertThat(busy).hasSize(300);
    new SchedulerProbe(bench.scheduler).check();
  }
}
