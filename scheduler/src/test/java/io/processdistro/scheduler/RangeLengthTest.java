package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RangeLengthTest {
  private final Bench bench = new Bench();

  /** Lengths of all ranges in order of acceptance, each grain taking so many microseconds. */
  private ArrayList<Long> lengths(JobTicket ticket, long grainMicros) {
    bench.submit(ticket);
    var lengths = new ArrayList<Long>();
    while (!bench.leases().isEmpty()) {
      var lease = bench.leases().getFirst();
      long length = lease.range().length();
      bench.stall(length * grainMicros / 1_000);
      bench.report(lease, new TaskResult.Succeeded(Bench.OUTPUT, length * grainMicros * 1_000, 1));
      lengths.add(length);
    }
    return lengths;
  }

  @Test
  void theFirstRangesOfAnUnknownJobAreVeryShort() {
    bench.node(4);
    bench.submit(bench.ticket(1_000_000));
    assertThat(bench.leases())
        .allSatisfy(lease -> assertThat(lease.range().length()).isLessThanOrEqualTo(8));
  }

  @Test
  void rangesGrowToTheAimedTimeAndShrinkTowardsTheEnd() {
    bench.node(1);
    var lengths = lengths(bench.ticket(100_000), 100);
    long longest = lengths.stream().mapToLong(length -> length).max().orElseThrow();
    assertThat(longest * 0.1).as("milliseconds").isBetween(300.0, 500.0);
    assertThat(lengths.getLast() * 0.1).as("milliseconds").isLessThan(15);
    for (int i = 1; i < lengths.size(); i++) {
      long before = lengths.subList(0, i).stream().mapToLong(length -> length).max().orElseThrow();
      assertThat(lengths.get(i)).isLessThanOrEqualTo(8 * before);
    }
  }

  @Test
  void aSecondJobOfTheClassKnowsTheSpeedAtOnce() {
    bench.node(1);
    lengths(bench.ticket(10_000), 100);
    bench.submit(bench.ticket(10_000));
    double millis = bench.leases().getFirst().range().length() * 0.1;
    assertThat(millis).isBetween(30.0, 50.0);
  }

  @Test
  void aClassThatTurnsOutAThousandTimesDearerIsNoticedWithOneShortRange() {
    bench.node(1);
    lengths(bench.ticket(1_000_000), 1);
    var lengths = lengths(bench.ticket(1_000_000), 1_000);
    // What is out before the first report was thought to take 40 ms each.
    assertThat(lengths.subList(0, 2)).allSatisfy(length -> assertThat(length).isLessThan(60_000));
    assertThat(lengths.subList(2, 20)).allSatisfy(length -> assertThat(length).isLessThan(1_000));
  }

  @Test
  void thePlansLimitHolds() {
    bench.node(1);
    var ticket = bench.ticket(10_000);
    var capped =
        new JobTicket(
            ticket.job(), ticket.work().withGrainsPerTaskMax(7), ticket.share(), ticket.terms());
    assertThat(lengths(capped, 1)).allSatisfy(length -> assertThat(length).isLessThanOrEqualTo(7));
  }

  @Test
  void aFixedLengthIsKeptToTheLastTask() {
    bench.node(1);
    var ticket = bench.ticket(10);
    var fixed =
        new JobTicket(
            ticket.job(), ticket.work().withGrainsPerTaskFixed(3), ticket.share(), ticket.terms());
    assertThat(lengths(fixed, 1)).containsExactly(3L, 3L, 3L, 1L);
  }
}
