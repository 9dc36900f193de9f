package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.view.JobState;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureRulesTest {
  private final Bench bench = new Bench();

  /** The lease of grain 0, wherever it is now. */
  private Lease leaseOfFirstGrain() {
    return bench.leases().stream()
        .filter(lease -> lease.range().from() == 0)
        .findFirst()
        .orElseThrow();
  }

  private JobOutcome.Failed failure(JobId job) {
    return (JobOutcome.Failed) bench.view(job).outcome().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyErrorHasAClass(ErrorCode code) {
    var failure = FailureClass.of(code);
    assertThat(failure.countsForTask || failure.delaysRetry).isTrue();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "GUEST_TRAP, DETERMINISTIC",
    "MEMORY_EXCEEDED, DETERMINISTIC",
    "IMPORT_FORBIDDEN, DETERMINISTIC",
    "TRANSFER_FAILED, TRANSIENT",
    "NODE_STOPPING, TRANSIENT",
    "RUNNER_DIED, DEATH",
    "STORE_FAILED, OURS"
  })
  void whoseFaultItIsDecides(ErrorCode code, FailureClass expected) {
    assertThat(FailureClass.of(code)).isEqualTo(expected);
  }

  @Test
  void aTrapIsConfirmedOnAnotherNodeThenTheJobFailsWithTheEvidence() {
    bench.node(1);
    bench.node(1);
    var job = bench.submit(bench.singles(10));
    var first = leaseOfFirstGrain();
    bench.fail(first, ErrorCode.GUEST_TRAP);
    while (bench.leases().stream().noneMatch(lease -> lease.range().from() == 0)) {
      bench.succeed(bench.leases().getFirst());
    }
    var second = leaseOfFirstGrain();
    assertThat(second.node()).isNotEqualTo(first.node());
    bench.fail(second, ErrorCode.GUEST_TRAP);
    var failed = failure(job);
    assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_TRAP);
    assertThat(failed.range()).contains(new GrainRange(0, 1));
    assertThat(failed.nodes()).containsExactly(first.node(), second.node());
    assertThat(failed.message()).contains("for the test");
  }

  @Test
  void withASingleNodeATrapIsConfirmedThere() {
    bench.node(1);
    var job = bench.submit(bench.singles(1));
    bench.fail(leaseOfFirstGrain(), ErrorCode.GUEST_TRAP);
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
    bench.fail(leaseOfFirstGrain(), ErrorCode.GUEST_TRAP);
    assertThat(bench.view(job).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void aTrapThatDoesNotComeAgainIsForgiven() {
    bench.node(1);
    bench.node(1);
    var job = bench.submit(bench.singles(4));
    bench.fail(leaseOfFirstGrain(), ErrorCode.GUEST_TRAP);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.view(job).attempts().failed()).isEqualTo(1);
  }

  @Test
  void failuresOfTheNodesAreRetriedWithoutLimitAfterAGrowingDelay() {
    var one = bench.node(1);
    var other = bench.node(1);
    var job = bench.submit(bench.singles(1));
    for (int i = 0; i < 20; i++) {
      bench.fail(leaseOfFirstGrain(), ErrorCode.TRANSFER_FAILED);
      assertThat(bench.leases()).as("waits a moment").isEmpty();
      bench.sleep(12_000, one, other);
    }
    bench.succeed(leaseOfFirstGrain());
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.view(job).retries()).isEqualTo(20);
  }

  @Test
  void ourOwnFailuresCountAsAttempts() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(1));
    for (int i = 0; i < 4; i++) {
      bench.fail(leaseOfFirstGrain(), ErrorCode.INTERNAL_ERROR);
      bench.sleep(12_000, node);
    }
    assertThat(failure(job).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(failure(job).nodes()).hasSize(4);
  }

  @Test
  void aWrongOutputRunsElsewhereAndCountsAsInvalid() {
    bench.node(1);
    bench.node(1);
    var job = bench.submit(bench.singles(2));
    var lease = leaseOfFirstGrain();
    bench.report(lease, new TaskResult.Invalid("7 bytes instead of 8", Bench.MILLI));
    assertThat(bench.sent(Command.Discard.class).getLast().reason())
        .isEqualTo(DiscardReason.INVALID);
    bench.sleep(100);
    bench.runAll();
    bench.sleep(100);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.view(job).attempts().invalid()).isEqualTo(1);
  }

  @Test
  void aTaskThatKillsThreeRunnersIsPoison() {
    for (int i = 0; i < 4; i++) bench.node(1);
    var job = bench.submit(bench.singles(1));
    var victims = new HashSet<>();
    while (!bench.view(job).state().ended()) {
      var lease = leaseOfFirstGrain();
      assertThat(victims.add(lease.node())).as("each time another node").isTrue();
      bench.fail(lease, ErrorCode.RUNNER_DIED);
      bench.sleep(500);
    }
    assertThat(victims).hasSize(3);
    assertThat(failure(job).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(failure(job).message()).contains("quarantined");
  }

  @Test
  void aTaskThatRanOnThreeNodesWhenTheyDiedIsPoisonAndItsNeighboursAreNot() {
    var config = SchedulerConfig.DEFAULTS;
    var bench = new Bench(config);
    var nodes = new java.util.ArrayList<io.processdistro.common.values.NodeId>();
    for (int i = 0; i < 8; i++) nodes.add(bench.node(1));
    var job = bench.submit(bench.singles(1));
    for (int i = 0; i < 3; i++) {
      var lease = bench.leases().getFirst();
      bench.feed(new Event.NodeDisconnected(lease.node(), 1));
      nodes.remove(lease.node());
      bench.clear();
      bench.sleep(2_200, nodes.toArray(io.processdistro.common.values.NodeId[]::new));
    }
    assertThat(bench.view(job).state()).isEqualTo(JobState.FAILED);
    assertThat(bench.view(job).attempts().lost()).isEqualTo(3);
  }

  @Test
  void tasksThatOnlyWaitedOnNodesThatDiedAreInnocent() {
    var bench = new Bench();
    var survivor = bench.node(1);
    var job = bench.submit(bench.singles(40));
    for (int i = 0; i < 6; i++) {
      var victim = bench.node(1);
      assertThat(bench.leases(victim)).hasSizeGreaterThan(1);
      bench.feed(new Event.NodeDisconnected(victim, 1));
      bench.sleep(2_200, survivor);
      // What ran there is done by the survivor, so that no task meets death three times.
      for (int done = 0; done < 4; done++) bench.succeed(bench.leases(survivor).getFirst());
    }
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void aFailureHalvesTheSlotsOfANodeAndEachSuccessGivesOneBack() {
    var node = bench.node(8);
    bench.submit(bench.singles(1_000));
    bench.fail(bench.leases().getFirst(), ErrorCode.TRANSFER_FAILED);
    assertThat(bench.view(node).slotsUsable()).isEqualTo(4);
    bench.succeed(bench.leases().getFirst());
    assertThat(bench.view(node).slotsUsable()).isEqualTo(5);
    for (int i = 0; i < 5; i++) bench.succeed(bench.leases().getFirst());
    assertThat(bench.view(node).slotsUsable()).isEqualTo(8);
  }

  @Test
  void theTasksOwnFailureIsNotHeldAgainstTheNode() {
    var node = bench.node(8);
    bench.submit(bench.singles(1_000));
    bench.fail(bench.leases().getFirst(), ErrorCode.GUEST_TRAP);
    assertThat(bench.view(node).slotsUsable()).isEqualTo(8);
  }

  @Test
  void aNodeThatFailsEverythingRestsInsteadOfEatingTheQueue() {
    var sick = bench.node(1);
    var job = bench.submit(bench.singles(1_000));
    int failures = 0;
    for (int i = 0; i < 100; i++) {
      for (var lease : bench.leases()) {
        bench.fail(lease, ErrorCode.TRANSFER_FAILED);
        failures++;
      }
      bench.sleep(100);
    }
    assertThat(failures).as("in ten seconds").isLessThan(20);
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
    assertThat(bench.view(sick).slotsUsable()).isEqualTo(1);
  }
}
