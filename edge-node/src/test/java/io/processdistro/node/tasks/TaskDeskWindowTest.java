package io.processdistro.node.tasks;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.held;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.testing.Leases;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Short tasks that a runner gets before a slot is free for them. */
class TaskDeskWindowTest {
  private final DeskBench bench = new DeskBench();
  private final FakeRunner runner = bench.runner;
  private final FakeInputs inputs = bench.inputs;
  private final FakeReports reports = bench.reports;
  private final TaskDesk desk = bench.desk;

  @Test
  void shortTasksAreHandedOverAheadOfAFreeSlotAndStillWait() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c"), grant(4, "d")));
    assertThat(runner.runs).hasSize(DeskBench.SLOTS + 4);
    assertThat(desk.running()).containsExactly(key(1), key(2));
    assertThat(desk.waiting()).isEqualTo(2);
    assertThat(desk.held())
        .contains(held(2, HeldLease.State.RUNNING), held(3, HeldLease.State.WAITING));
  }

  @Test
  void theOldestAheadGetsTheSlotThatIsFree() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c"), grant(4, "d")));
    desk.finished(runner.taskOf("b"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    assertThat(desk.running()).containsExactly(key(1), key(3));
    assertThat(desk.waiting()).isEqualTo(1);
  }

  @Test
  void noMoreAreAheadThanTheWindowHolds() {
    openWindow();
    desk.assign(
        assign(
            IntStream.rangeClosed(1, 100).mapToObj(i -> grant(i, "x")).toArray(LeaseGrant[]::new)));
    assertThat(runner.runs).hasSize(DeskBench.SLOTS + DeskBench.SLOTS + 16);
  }

  @Test
  void aRevokedTaskAheadIsGivenBackWhenItsRunnerHasGivenItBack() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c", DeskBench.PART), grant(4, "d")));
    desk.revoke(List.of(key(1), key(3), key(4)));
    desk.revoke(List.of(key(3)));
    assertThat(runner.recalled).containsExactly(runner.taskOf("c"), runner.taskOf("d"));
    assertThat(reports.givenBack).isEmpty();

    desk.returned(runner.taskOf("c"));
    desk.returned(runner.taskOf("c"));
    assertThat(reports.givenBack).containsExactly(key(3));
    assertThat(inputs.pinned).isZero();

    // This one was faster than its recall.
    desk.finished(runner.taskOf("d"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    assertThat(reports.outcomeOf(4)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(desk.running()).containsExactly(key(1), key(2));
  }

  @Test
  void aRunnerCannotGiveBackWhatItWasNotAskedFor() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    desk.returned(runner.taskOf("a"));
    desk.returned(runner.taskOf("c"));
    desk.returned(987_654);
    assertThat(desk.held()).hasSize(3);
    assertThat(reports.givenBack).isEmpty();
  }

  @Test
  void aTaskAheadThatIsRecalledAndThenCancelledEndsAsCancelled() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    desk.revoke(List.of(key(3)));
    desk.cancel(List.of(key(3)));
    desk.returned(runner.taskOf("c"));
    assertThat(reports.outcomeOf(3)).isEqualTo(new Outcome.Cancelled());
    assertThat(reports.givenBack).isEmpty();
  }

  @Test
  void theEndOfARunnerIsNotBlamedOnTasksItHadNotStarted() {
    openWindow();
    desk.assign(
        assign(
            grant(1, "a"),
            grant(2, "b"),
            grant(3, "c", DeskBench.PART),
            grant(4, "d"),
            grant(5, "e")));
    desk.revoke(List.of(key(4)));
    desk.cancel(List.of(key(5)));
    runner.ready = false;
    desk.runnerDied(runner, new RunnerEnd("gone", false));

    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(reports.givenBack).containsExactly(key(4));
    assertThat(reports.outcomeOf(5)).isEqualTo(new Outcome.Cancelled());
    assertThat(desk.held()).containsExactly(held(3, HeldLease.State.WAITING));

    runner.ready = true;
    desk.runnerChanged();
    assertThat(desk.running()).containsExactly(key(3));
    desk.finished(runner.taskOf("c"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void theClockOfATaskAheadStartsWithItsSlot() {
    openWindow();
    desk.assign(assign(Leases.terms(DeskBench.MODULE, 60_000), grant(1, "a"), grant(2, "b")));
    desk.assign(assign(Leases.terms(DeskBench.MODULE, 1_000), grant(3, "c")));
    bench.nowNanos = TimeUnit.SECONDS.toNanos(50);
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
    desk.finished(runner.taskOf("a"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    bench.nowNanos = TimeUnit.SECONDS.toNanos(56);
    desk.checkDeadlines();
    assertThat(runner.kills).hasSize(1);
  }

  @Test
  void drainingWaitsForWhatIsAhead() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    var empty = desk.drain();
    desk.finished(runner.taskOf("a"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    desk.finished(runner.taskOf("b"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    assertThat(empty.isComplete()).isFalse();
    desk.returned(runner.taskOf("c"));
    assertThat(empty.isComplete()).isTrue();
    assertThat(reports.givenBack).containsExactly(key(3));
  }

  /** Two short tasks come and go. */
  private void openWindow() {
    desk.assign(assign(grant(101, "first"), grant(102, "second")));
    desk.finished(runner.taskOf("first"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
    desk.finished(runner.taskOf("second"), DeskBench.success(), DeskBench.FAST_NANOS, 1);
  }
}
