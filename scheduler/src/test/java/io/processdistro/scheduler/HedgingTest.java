package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which straggler gets a second copy when not all can have one. */
class HedgingTest {
  private final Bench bench = new Bench();

  @Test
  void theSlowestIsHedgedFirstAndNoMoreThanTheShareOfSlotsAllows() {
    for (int i = 0; i < 4; i++) bench.node(1);
    var job = bench.submit(bench.singles(14));
    // All end soon but the first grain and the last, which starts later: both straggle at one tick.
    while (true) {
      var ending =
          bench.leases().stream()
              .filter(lease -> lease.range().from() != 0 && lease.range().from() != 13)
              .findFirst();
      if (ending.isEmpty()) break;
      bench.stall(1);
      bench.succeed(ending.get(), 10);
    }
    assertThat(bench.view(job).grains().done()).isEqualTo(12);

    bench.sleep(100);

    assertThat(bench.view(job).hedges()).as("a tenth of four slots, at least one").isEqualTo(1);
    assertThat(bench.leases()).filteredOn(lease -> lease.range().from() == 0).hasSize(2);
    assertThat(bench.leases()).filteredOn(lease -> lease.range().from() == 13).hasSize(1);
  }

  @Test
  void aCopyNeverRunsBesideItsOriginal() {
    var only = bench.node(2);
    var job = bench.submit(bench.singles(12));
    while (bench.leases().size() > 1) bench.succeed(bench.leases().getLast(), 10);

    bench.sleep(1_000, only);

    assertThat(bench.view(job).grains().done()).isEqualTo(11);
    assertThat(bench.view(job).hedges()).isZero();
  }

  @Test
  void aCopyGoesToTheNodeThatIsExpectedToEndItFirst() {
    var slow = bench.node(1);
    var fast = bench.node(1);
    var straggling = bench.node(1);
    var alsoSlow = bench.node(1);
    var job = bench.submit(bench.singles(24));
    var last = bench.leases(straggling).getFirst();
    for (var open = bench.leases(); open.size() > 1; open = bench.leases()) {
      var ending = open.stream().filter(lease -> !lease.equals(last)).findFirst().orElseThrow();
      bench.succeed(ending, ending.node().equals(fast) ? 10 : 40);
    }

    bench.sleep(500, slow, fast, straggling, alsoSlow);

    assertThat(bench.view(job).hedges()).isEqualTo(1);
    assertThat(bench.leases(fast)).extracting(Lease::range).containsExactly(last.range());
  }
}
