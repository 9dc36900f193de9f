package io.processdistro.node.tasks;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.held;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.testing.Leases;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The desk alone, with everything around it under the test's control, time included. */
class TaskDeskTest {
  private final DeskBench bench = new DeskBench();
  private final FakeRunner runner = bench.runner;
  private final FakeInputs inputs = bench.inputs;
  private final FakeReports reports = bench.reports;
  private final TaskDesk desk = bench.desk;

  @Test
  void tasksStartInTheOrderOfTheirArrivalAsSlotsGetFree() {
    desk.assign(assign(grant(3, "a"), grant(1, "b"), grant(2, "c")));
    assertThat(runner.leasesIn(desk)).containsExactly(key(3), key(1));
    assertThat(desk.waiting()).isEqualTo(1);
    desk.finished(runner.runs.get(0).task(), DeskBench.success(), DeskBench.SLOW_NANOS, 1);
    assertThat(desk.running()).containsExactly(key(1), key(2));
  }

  @Test
  void aTaskWhoseInputsAreHereOvertakesOneThatStillWaits() {
    inputs.automatic = false;
    desk.assign(assign(grant(1, "late", DeskBench.PART), grant(2, "early")));
    assertThat(desk.running()).containsExactly(key(2));
    inputs.staged.getFirst().complete(List.of());
    assertThat(desk.running()).containsExactly(key(2), key(1));
  }

  @Test
  void nothingStartsBeforeTheRunnerAndTheModuleAreReady() {
    runner.ready = false;
    desk.assign(assign(grant(1, "a")));
    assertThat(runner.prepared).containsExactly(DeskBench.MODULE);
    assertThat(desk.running()).isEmpty();
    runner.ready = true;
    desk.runnerChanged();
    assertThat(desk.running()).containsExactly(key(1));
  }

  @Test
  void inputsAreFetchedForAFewLeasesAtATime() {
    inputs.automatic = false;
    desk.assign(
        assign(
            IntStream.rangeClosed(1, 20)
                .mapToObj(i -> grant(i, "x", DeskBench.PART))
                .toArray(LeaseGrant[]::new)));
    assertThat(inputs.staged).hasSize(4);
    inputs.staged.getFirst().complete(List.of());
    assertThat(inputs.staged).hasSize(5);
  }

  @Test
  void aFullCacheStopsFetchingAheadButNotFetchingForAFreeSlot() {
    inputs.room = false;
    inputs.automatic = false;
    desk.assign(
        assign(
            grant(1, "a", DeskBench.PART),
            grant(2, "b", DeskBench.PART),
            grant(3, "c", DeskBench.PART)));
    assertThat(inputs.staged).hasSize(DeskBench.SLOTS);
    inputs.staged.get(0).complete(List.of());
    inputs.staged.get(1).complete(List.of());
    assertThat(inputs.staged).hasSize(DeskBench.SLOTS);
    desk.finished(runner.runs.getFirst().task(), DeskBench.success(), DeskBench.SLOW_NANOS, 1);
    assertThat(inputs.staged).hasSize(DeskBench.SLOTS + 1);
  }

  @Test
  void aThousandLeasesWithCachedInputsNeedNoDeepStack() {
    runner.ready = false;
    desk.assign(
        assign(
            IntStream.rangeClosed(1, 1_000)
                .mapToObj(i -> grant(i, "x", DeskBench.PART))
                .toArray(LeaseGrant[]::new)));
    assertThat(inputs.pinned).isEqualTo(1_000);
    assertThat(inputs.deepest).isLessThan(200);
  }

  @Test
  void everyInputIsReleasedHoweverItsTaskLeaves() {
    inputs.automatic = false;
    desk.assign(
        assign(
            grant(1, "done", DeskBench.PART),
            grant(2, "failed input", DeskBench.PART),
            grant(3, "revoked while fetching", DeskBench.PART),
            grant(4, "cancelled while fetching", DeskBench.PART)));
    var staged = List.copyOf(inputs.staged);
    desk.revoke(List.of(key(3)));
    desk.cancel(List.of(key(4)));
    staged.get(1).fail("nowhere");
    staged.get(2).complete(List.of());
    staged.get(3).fail("nowhere either");
    staged.get(0).complete(List.of());
    desk.finished(runner.runs.getFirst().task(), DeskBench.success(), DeskBench.SLOW_NANOS, 1);

    assertThat(inputs.pinned).isZero();
    assertThat(desk.held()).isEmpty();
    assertThat(reports.givenBack).containsExactly(key(3));
    assertThat(reports.outcomeOf(4)).isEqualTo(new Outcome.Cancelled());
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    assertThat(reports.failureOf(2).message()).isEqualTo("nowhere");
    assertThat(reports.outcomeOf(1)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void heldLeasesTellWhetherTheyRun() {
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    assertThat(desk.held())
        .containsExactly(
            held(1, HeldLease.State.RUNNING),
            held(2, HeldLease.State.RUNNING),
            held(3, HeldLease.State.WAITING));
  }

  @Test
  void aFloodOfLeasesIsGivenBack() {
    runner.ready = false;
    int limit = 2 * DeskBench.SLOTS + 1024;
    desk.assign(
        assign(
            IntStream.rangeClosed(1, limit + 10)
                .mapToObj(i -> grant(i, "x"))
                .toArray(LeaseGrant[]::new)));
    assertThat(desk.waiting()).isEqualTo(limit);
    assertThat(reports.givenBack).hasSize(10).contains(key(limit + 10));
  }

  @Test
  void withoutRoomForResultsNothingNewIsTakenAndWhatRunsGoesOn() {
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    reports.room = false;
    desk.intakeChanged();
    assertThat(reports.givenBack).containsExactly(key(3));
    desk.assign(assign(grant(4, "d")));
    assertThat(reports.givenBack).containsExactly(key(3), key(4));
    desk.finished(runner.runs.getFirst().task(), DeskBench.success(), 1, 1);
    assertThat(desk.running()).containsExactly(key(2));
    assertThat(reports.outcomeOf(1)).isInstanceOf(Outcome.Succeeded.class);

    reports.room = true;
    desk.intakeChanged();
    desk.assign(assign(grant(5, "e")));
    assertThat(desk.running()).containsExactly(key(2), key(5));
  }

  @Test
  void timesTellWaitAndSlotAsFarAsTheRunnersWordIsPossible() {
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    bench.nowNanos = 1_000;
    desk.finished(runner.runs.getFirst().task(), DeskBench.success(), 900, 600);
    bench.nowNanos = 1_700;
    desk.finished(runner.runs.getLast().task(), DeskBench.success(), Long.MAX_VALUE, 500);
    var first = reports.reports.get(key(1)).times();
    assertThat(first.waitNanos()).isEqualTo(100);
    assertThat(first.slotNanos()).isEqualTo(900);
    assertThat(first.kernelNanos()).isEqualTo(600);
    var third = reports.reports.get(key(3)).times();
    assertThat(third.waitNanos()).isEqualTo(1_000);
    assertThat(third.slotNanos()).isEqualTo(700);
  }

  @Test
  void aTaskBeyondItsDeadlineOrDeafToItsCancellationEndsItsRunner() {
    desk.assign(assign(Leases.terms(DeskBench.MODULE, 1_000), grant(1, "slow")));
    desk.assign(assign(grant(2, "deaf")));
    desk.cancel(List.of(key(2)));
    assertThat(runner.cancelled).hasSize(1);
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
    bench.nowNanos = TimeUnit.SECONDS.toNanos(6);
    desk.checkDeadlines();
    assertThat(runner.kills).hasSize(2);
    desk.runnerDied(runner, new RunnerEnd("killed", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(reports.outcomeOf(2)).isEqualTo(new Outcome.Cancelled());
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void aRunnerThatGetsNoProcessorTimeIsGivenLonger() {
    runner.cpuMillis = 500;
    desk.assign(assign(Leases.terms(DeskBench.MODULE, 1_000), grant(1, "starving")));
    bench.nowNanos = TimeUnit.MILLISECONDS.toNanos(1_100);
    desk.checkDeadlines();
    bench.nowNanos = TimeUnit.SECONDS.toNanos(10);
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
    runner.cpuMillis = 1_300;
    desk.checkDeadlines();
    assertThat(runner.kills).hasSize(1);
  }

  @Test
  void anAbsurdDeadlineIsHarmless() {
    desk.assign(assign(Leases.terms(DeskBench.MODULE, Long.MAX_VALUE), grant(1, "a")));
    desk.assign(assign(Leases.terms(DeskBench.MODULE, -5), grant(2, "b")));
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
  }

  @Test
  void aRunnerCannotSmuggleAnOutputPastTheLimits() {
    desk.assign(assign(grant(1, "a"), grant(2, "b")));
    var tooLongInline = new Output.Inline(new byte[WireLimits.OUTPUT_INLINE_BYTES_MAX + 1]);
    var tooLong = new Output.Blob(DeskBench.MODULE, Leases.terms().outputBytesMax() + 1);
    desk.finished(runner.runs.get(0).task(), new Outcome.Succeeded(tooLongInline), 1, 1);
    desk.finished(runner.runs.get(1).task(), new Outcome.Succeeded(tooLong), 1, 1);
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.OUTPUT_EXCEEDED);
    assertThat(reports.discarded).hasSize(2);
  }

  @Test
  void anEndThatNobodyWaitsForIsIgnored() {
    desk.finished(12_345, DeskBench.success(), DeskBench.SLOW_NANOS, 1);
    desk.assign(assign(grant(1, "a")));
    long task = runner.runs.getFirst().task();
    desk.finished(task, DeskBench.success(), DeskBench.SLOW_NANOS, 1);
    desk.finished(task, DeskBench.success(), DeskBench.SLOW_NANOS, 1);
    assertThat(reports.reports).hasSize(1);
  }

  @Test
  void aTaskThatMayTakeMoreMemoryThanTheOwnerAllowsIsRefused() {
    var greedy = Leases.terms();
    var terms = TaskTerms.ofBuiltIn(greedy.job(), "test", DeskBench.MODULE, 1_000, 1 << 21, 1);
    desk.assign(assign(terms, grant(1, "a")));
    assertThat(reports.failureOf(1).message()).contains("2097152").contains("1048576");
    assertThat(desk.held()).isEmpty();
  }
}
