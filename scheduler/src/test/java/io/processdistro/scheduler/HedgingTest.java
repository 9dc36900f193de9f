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
    // All end at once but the first grain and the last, which starts later.
    while (true) {
      var ending =
          bench.leases().stream()
              .filter(lease -> lease.range().from() != 0 && lease.range().from() != 13)
              .findFirst();
      if (ending.isEmpty()) break;
      bench.succeed(ending.get(), 10);
    }
    assertThat(bench.view(job).grains().done()).isEqualTo(12);

    bench.sleep(1_000);

    assertThat(bench.view(job).hedges()).as("a tenth of four slots, at least one").isEqualTo(1);
    assertThat(bench.leases()).filteredOn(lease -> lease.range().from() == 0).hasSize(2);
    assertThat(bench.leases()).filteredOn(lease -> lease.range().from() == 13).hasSize(1);
  }
}
