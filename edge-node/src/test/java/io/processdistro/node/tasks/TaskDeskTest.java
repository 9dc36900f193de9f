package io.processdistro.node.tasks;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.modules.ModuleUnusable;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.RunnerEnd;
import io.processdistro.node.supervisor.TaskRunner;
import io.processdistro.node.testing.Leases;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The desk alone, with everything around it under the test's control, time included. */
class TaskDeskTest {
  private static final int SLOTS = 2;
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FAST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final ContentHash MODULE = ContentHash.of(Leases.MODULE);
  private static final BlobSlice PART = BlobSlice.whole(ContentHash.of(new byte[] {5}), 1);

  private final FakeRunner runner = new FakeRunner();
  private final Map<ContentHash, Promise<ModuleShelf.Entry>> userModules = new HashMap<>();
  private final FakeInputs inputs = new FakeInputs();
  private final FakeReports reports = new FakeReports();
  private long nowNanos;
  private final TaskDesk desk =
      new TaskDesk(
          new TaskLimits(SLOTS, 1 << 20),
          new ModuleShelf(
              List.of(RunnerCommand.ModuleFile.ofBuiltIn(MODULE, "/m")),
              runner,
              terms -> userModules.get(terms.module()).future()),
          inputs,
          reports,
          () -> nowNanos);

  @Test
  void tasksStartInTheOrderOfTheirArrivalAsSlotsGetFree() {
    desk.assign(assign(grant(3, "a"), grant(1, "b"), grant(2, "c")));
    assertThat(runner.leasesIn(desk)).containsExactly(key(3), key(1));
    assertThat(desk.waiting()).isEqualTo(1);
    desk.finished(runner.runs.get(0).task(), success(), SLOW_NANOS, 1);
    assertThat(desk.running()).containsExactly(key(1), key(2));
  }

  @Test
  void aTaskWhoseInputsAreHereOvertakesOneThatStillWaits() {
    inputs.automatic = false;
    desk.assign(assign(grant(1, "late", PART), grant(2, "early")));
    assertThat(desk.running()).containsExactly(key(2));
    inputs.staged.getFirst().complete(List.of());
    assertThat(desk.running()).containsExactly(key(2), key(1));
  }

  @Test
  void nothingStartsBeforeTheRunnerAndTheModuleAreReady() {
    runner.ready = false;
    desk.assign(assign(grant(1, "a")));
    assertThat(runner.prepared).containsExactly(MODULE);
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
                .mapToObj(i -> grant(i, "x", PART))
                .toArray(LeaseGrant[]::new)));
    assertThat(inputs.staged).hasSize(4);
    inputs.staged.getFirst().complete(List.of());
    assertThat(inputs.staged).hasSize(5);
  }

  @Test
  void aFullCacheStopsFetchingAheadButNotFetchingForAFreeSlot() {
    inputs.room = false;
    inputs.automatic = false;
    desk.assign(assign(grant(1, "a", PART), grant(2, "b", PART), grant(3, "c", PART)));
    assertThat(inputs.staged).hasSize(SLOTS);
    inputs.staged.get(0).complete(List.of());
    inputs.staged.get(1).complete(List.of());
    assertThat(inputs.staged).hasSize(SLOTS);
    desk.finished(runner.runs.getFirst().task(), success(), SLOW_NANOS, 1);
    assertThat(inputs.staged).hasSize(SLOTS + 1);
  }

  @Test
  void aThousandLeasesWithCachedInputsNeedNoDeepStack() {
    runner.ready = false;
    desk.assign(
        assign(
            IntStream.rangeClosed(1, 1_000)
                .mapToObj(i -> grant(i, "x", PART))
                .toArray(LeaseGrant[]::new)));
    assertThat(inputs.pinned).isEqualTo(1_000);
    assertThat(inputs.deepest).isLessThan(200);
  }

  @Test
  void everyInputIsReleasedHoweverItsTaskLeaves() {
    inputs.automatic = false;
    desk.assign(
        assign(
            grant(1, "done", PART),
            grant(2, "failed input", PART),
            grant(3, "revoked while fetching", PART),
            grant(4, "cancelled while fetching", PART)));
    var staged = List.copyOf(inputs.staged);
    desk.revoke(List.of(key(3)));
    desk.cancel(List.of(key(4)));
    staged.get(1).fail("nowhere");
    staged.get(2).complete(List.of());
    staged.get(3).fail("nowhere either");
    staged.get(0).complete(List.of());
    desk.finished(runner.runs.getFirst().task(), success(), SLOW_NANOS, 1);

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
            new HeldLease(key(1), HeldLease.State.RUNNING),
            new HeldLease(key(2), HeldLease.State.RUNNING),
            new HeldLease(key(3), HeldLease.State.WAITING));
  }

  @Test
  void aFloodOfLeasesIsGivenBack() {
    runner.ready = false;
    int limit = 2 * SLOTS + 1024;
    desk.assign(
        assign(
            IntStream.rangeClosed(1, limit + 10)
                .mapToObj(i -> grant(i, "x"))
                .toArray(LeaseGrant[]::new)));
    assertThat(desk.waiting()).isEqualTo(limit);
    assertThat(reports.givenBack).hasSize(10).contains(key(limit + 10));
  }

  @Test
  void timesTellWaitAndSlotAsFarAsTheRunnersWordIsPossible() {
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    nowNanos = 1_000;
    desk.finished(runner.runs.getFirst().task(), success(), 900, 600);
    nowNanos = 1_700;
    desk.finished(runner.runs.getLast().task(), success(), Long.MAX_VALUE, 500);
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
    desk.assign(assign(Leases.terms(MODULE, 1_000), grant(1, "slow")));
    desk.assign(assign(grant(2, "deaf")));
    desk.cancel(List.of(key(2)));
    assertThat(runner.cancelled).hasSize(1);
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
    nowNanos = TimeUnit.SECONDS.toNanos(6);
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
    desk.assign(assign(Leases.terms(MODULE, 1_000), grant(1, "starving")));
    nowNanos = TimeUnit.MILLISECONDS.toNanos(1_100);
    desk.checkDeadlines();
    nowNanos = TimeUnit.SECONDS.toNanos(10);
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
    runner.cpuMillis = 900;
    desk.checkDeadlines();
    assertThat(runner.kills).hasSize(1);
  }

  @Test
  void anAbsurdDeadlineIsHarmless() {
    desk.assign(assign(Leases.terms(MODULE, Long.MAX_VALUE), grant(1, "a")));
    desk.assign(assign(Leases.terms(MODULE, -5), grant(2, "b")));
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
  }

  @Test
  void aRunnerCannotSmuggleAnOutputPastTheLimits() {
    desk.assign(assign(grant(1, "a"), grant(2, "b")));
    var tooLongInline = new Output.Inline(new byte[WireLimits.OUTPUT_INLINE_BYTES_MAX + 1]);
    var tooLong = new Output.Blob(MODULE, Leases.terms().outputBytesMax() + 1);
    desk.finished(runner.runs.get(0).task(), new Outcome.Succeeded(tooLongInline), 1, 1);
    desk.finished(runner.runs.get(1).task(), new Outcome.Succeeded(tooLong), 1, 1);
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.OUTPUT_EXCEEDED);
    assertThat(reports.discarded).hasSize(2);
  }

  @Test
  void anEndThatNobodyWaitsForIsIgnored() {
    desk.finished(12_345, success(), SLOW_NANOS, 1);
    desk.assign(assign(grant(1, "a")));
    long task = runner.runs.getFirst().task();
    desk.finished(task, success(), SLOW_NANOS, 1);
    desk.finished(task, success(), SLOW_NANOS, 1);
    assertThat(reports.reports).hasSize(1);
  }

  @Test
  void aTaskThatMayTakeMoreMemoryThanTheOwnerAllowsIsRefused() {
    var greedy = Leases.terms();
    var terms = TaskTerms.ofBuiltIn(greedy.job(), "test", MODULE, 1_000, 1 << 21, 1);
    desk.assign(assign(terms, grant(1, "a")));
    assertThat(reports.failureOf(1).message()).contains("2097152").contains("1048576");
    assertThat(desk.held()).isEmpty();
  }

  @Test
  void shortTasksAreHandedOverAheadOfAFreeSlotAndStillWait() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c"), grant(4, "d")));
    assertThat(runner.runs).hasSize(SLOTS + 4);
    assertThat(desk.running()).containsExactly(key(1), key(2));
    assertThat(desk.waiting()).isEqualTo(2);
    assertThat(desk.held())
        .contains(
            new HeldLease(key(2), HeldLease.State.RUNNING),
            new HeldLease(key(3), HeldLease.State.WAITING));
  }

  @Test
  void theOldestAheadGetsTheSlotThatIsFree() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c"), grant(4, "d")));
    desk.finished(runner.taskOf("b"), success(), FAST_NANOS, 1);
    assertThat(desk.running()).containsExactly(key(1), key(3));
    assertThat(desk.waiting()).isEqualTo(1);
  }

  @Test
  void noMoreAreAheadThanTheWindowHolds() {
    openWindow();
    desk.assign(
        assign(
            IntStream.rangeClosed(1, 100).mapToObj(i -> grant(i, "x")).toArray(LeaseGrant[]::new)));
    assertThat(runner.runs).hasSize(SLOTS + SLOTS + 16);
  }

  @Test
  void aRevokedTaskAheadIsGivenBackWhenItsRunnerHasGivenItBack() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c", PART), grant(4, "d")));
    desk.revoke(List.of(key(1), key(3), key(4)));
    desk.revoke(List.of(key(3)));
    assertThat(runner.recalled).containsExactly(runner.taskOf("c"), runner.taskOf("d"));
    assertThat(reports.givenBack).isEmpty();

    desk.returned(runner.taskOf("c"));
    desk.returned(runner.taskOf("c"));
    assertThat(reports.givenBack).containsExactly(key(3));
    assertThat(inputs.pinned).isZero();

    // This one was faster than its recall.
    desk.finished(runner.taskOf("d"), success(), FAST_NANOS, 1);
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
        assign(grant(1, "a"), grant(2, "b"), grant(3, "c", PART), grant(4, "d"), grant(5, "e")));
    desk.revoke(List.of(key(4)));
    desk.cancel(List.of(key(5)));
    runner.ready = false;
    desk.runnerDied(runner, new RunnerEnd("gone", false));

    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(reports.givenBack).containsExactly(key(4));
    assertThat(reports.outcomeOf(5)).isEqualTo(new Outcome.Cancelled());
    assertThat(desk.held()).containsExactly(new HeldLease(key(3), HeldLease.State.WAITING));

    runner.ready = true;
    desk.runnerChanged();
    assertThat(desk.running()).containsExactly(key(3));
    desk.finished(runner.taskOf("c"), success(), FAST_NANOS, 1);
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void oneTaskAnswersForAKilledRunnerOfAUserAndOtherRunnersGoOn() {
    var user = userRunner(1);
    desk.assign(assign(Leases.terms(userModule(1), 60_000), grant(1, "innocent")));
    nowNanos = 1;
    desk.assign(assign(Leases.terms(userModule(1), 1_000), grant(2, "stuck")));
    desk.assign(assign(grant(3, "built in")));
    assertThat(desk.running()).containsExactly(key(1), key(2));
    nowNanos = TimeUnit.SECONDS.toNanos(2);
    desk.runnerDied(user, new RunnerEnd("the compiler does not come to an end", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.RUNNER_KILLED);
    assertThat(reports.failureOf(2).message()).contains("the compiler does not come to an end");
    assertThat(desk.running()).containsExactly(key(3));
    desk.runnerDied(user, new RunnerEnd("again", true));
    assertThat(desk.running()).containsExactly(key(3));
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void theOldestTaskAnswersForARunnerThatDiedBeforeAnyDeadline() {
    var user = userRunner(1);
    desk.assign(assign(Leases.terms(userModule(1), 60_000), grant(1, "a"), grant(2, "b")));
    desk.runnerDied(user, new RunnerEnd("the heap was used up", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.RUNNER_KILLED);
    assertThat(reports.failureOf(2).code()).isEqualTo(ErrorCode.RUNNER_DIED);
  }

  @Test
  void whatWaitsForADeadRunnerIsPreparedAgainUnlessTheModuleIsRefused() {
    var user = userRunner(1);
    user.ready = false;
    desk.assign(assign(Leases.terms(userModule(1), 60_000), grant(1, "a")));
    assertThat(user.prepared).hasSize(1);
    desk.runnerDied(user, new RunnerEnd("its place was needed", false));
    assertThat(user.prepared).hasSize(2);
    user.refusal = Optional.of("killed twice");
    desk.runnerDied(user, new RunnerEnd("the heap was used up", true));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.MODULE_QUARANTINED);
    assertThat(desk.held()).isEmpty();
    assertThat(inputs.pinned).isZero();
  }

  @Test
  void aModuleThatIsRefusedFailsItsTasksWithItsReason() {
    var promise = Promise.<ModuleShelf.Entry>promise();
    userModules.put(userModule(2), promise);
    desk.assign(assign(Leases.terms(userModule(2), 60_000), grant(1, "a", PART), grant(2, "b")));
    desk.cancel(List.of(key(2)));
    assertThat(reports.outcomeOf(2)).isEqualTo(new Outcome.Cancelled());
    promise.fail(new ModuleUnusable(ErrorCode.IMPORT_FORBIDDEN, "import env.foo refused"));
    assertThat(reports.failureOf(1).code()).isEqualTo(ErrorCode.IMPORT_FORBIDDEN);
    assertThat(reports.failureOf(1).message()).isEqualTo("import env.foo refused");
    assertThat(inputs.pinned).isZero();
  }

  private static ContentHash userModule(int number) {
    return ContentHash.of(new byte[] {99, (byte) number});
  }

  private FakeRunner userRunner(int number) {
    var user = new FakeRunner();
    user.ofUser = true;
    var file = new RunnerCommand.ModuleFile(userModule(number), "/u", ModuleShape.NATIVE);
    var promise = Promise.<ModuleShelf.Entry>promise();
    promise.complete(new ModuleShelf.Entry(file, user));
    userModules.put(userModule(number), promise);
    return user;
  }

  @Test
  void theClockOfATaskAheadStartsWithItsSlot() {
    openWindow();
    desk.assign(assign(Leases.terms(MODULE, 60_000), grant(1, "a"), grant(2, "b")));
    desk.assign(assign(Leases.terms(MODULE, 1_000), grant(3, "c")));
    nowNanos = TimeUnit.SECONDS.toNanos(50);
    desk.checkDeadlines();
    assertThat(runner.kills).isEmpty();
    desk.finished(runner.taskOf("a"), success(), FAST_NANOS, 1);
    nowNanos = TimeUnit.SECONDS.toNanos(56);
    desk.checkDeadlines();
    assertThat(runner.kills).hasSize(1);
  }

  @Test
  void drainingWaitsForWhatIsAhead() {
    openWindow();
    desk.assign(assign(grant(1, "a"), grant(2, "b"), grant(3, "c")));
    var empty = desk.drain();
    desk.finished(runner.taskOf("a"), success(), FAST_NANOS, 1);
    desk.finished(runner.taskOf("b"), success(), FAST_NANOS, 1);
    assertThat(empty.isComplete()).isFalse();
    desk.returned(runner.taskOf("c"));
    assertThat(empty.isComplete()).isTrue();
    assertThat(reports.givenBack).containsExactly(key(3));
  }

  /** Two short tasks come and go. */
  private void openWindow() {
    desk.assign(assign(grant(101, "first"), grant(102, "second")));
    desk.finished(runner.taskOf("first"), success(), FAST_NANOS, 1);
    desk.finished(runner.taskOf("second"), success(), FAST_NANOS, 1);
  }

  private static Outcome success() {
    return new Outcome.Succeeded(new Output.Inline(new byte[0]));
  }

  private static final class FakeRunner implements TaskRunner {
    private final List<RunnerCommand.Run> runs = new ArrayList<>();
    private final List<Long> recalled = new ArrayList<>();
    private final List<Long> cancelled = new ArrayList<>();
    private final List<String> kills = new ArrayList<>();
    private final List<ContentHash> prepared = new ArrayList<>();
    private boolean ready = true;
    private boolean ofUser;
    private long cpuMillis;
    private Optional<String> refusal = Optional.empty();

    /** The latest task of that header. */
    private long taskOf(String header) {
      return runs.reversed().stream()
          .filter(run -> new String(run.header(), StandardCharsets.UTF_8).equals(header))
          .findFirst()
          .orElseThrow()
          .task();
    }

    private List<LeaseKey> leasesIn(TaskDesk desk) {
      assertThat(desk.running()).hasSameSizeAs(runs);
      return desk.running();
    }

    @Override
    public void prepare(RunnerCommand.ModuleFile module) {
      prepared.add(module.hash());
    }

    @Override
    public Optional<String> refusal() {
      return refusal;
    }

    @Override
    public boolean isReadyFor(ContentHash module) {
      return ready;
    }

    @Override
    public Duration graceMax() {
      return Duration.ofSeconds(4);
    }

    @Override
    public long cpuMillis() {
      return cpuMillis;
    }

    @Override
    public boolean runsModuleOfUser() {
      return ofUser;
    }

    @Override
    public void run(RunnerCommand.Run task) {
      runs.add(task);
    }

    @Override
    public void recall(long task) {
      recalled.add(task);
    }

    @Override
    public void cancel(long task) {
      cancelled.add(task);
    }

    @Override
    public void kill(String reason) {
      kills.add(reason);
    }
  }

  private static final class FakeInputs implements InputStage {
    private final List<Promise<List<RunnerCommand.InputFile>>> staged = new ArrayList<>();
    private boolean automatic = true;
    private boolean room = true;
    private int pinned;
    private int deepest;

    @Override
    public Future<List<RunnerCommand.InputFile>> stage(List<BlobSlice> parts) {
      pinned += parts.size();
      deepest = Math.max(deepest, Thread.currentThread().getStackTrace().length);
      Promise<List<RunnerCommand.InputFile>> promise = Promise.promise();
      staged.add(promise);
      if (automatic) promise.complete(List.of());
      return promise.future();
    }

    @Override
    public void release(List<BlobSlice> parts) {
      pinned -= parts.size();
      assertThat(pinned).isNotNegative();
    }

    @Override
    public boolean hasRoom() {
      return room;
    }
  }

  private static final class FakeReports implements TaskReports {
    private final Map<LeaseKey, TaskReport> reports = new LinkedHashMap<>();
    private final List<LeaseKey> givenBack = new ArrayList<>();
    private final List<String> discarded = new ArrayList<>();
    private int files;

    private Outcome outcomeOf(long number) {
      return reports.get(key(number)).outcome();
    }

    private Outcome.Failed failureOf(long number) {
      assertThat(outcomeOf(number)).isInstanceOf(Outcome.Failed.class);
      return (Outcome.Failed) outcomeOf(number);
    }

    @Override
    public void report(TaskReport report, Optional<Path> outputFile) {
      assertThat(reports.put(report.lease(), report)).isNull();
    }

    @Override
    public void giveBack(List<LeaseKey> leases) {
      givenBack.addAll(leases);
    }

    @Override
    public boolean holds(LeaseKey lease) {
      return reports.containsKey(lease);
    }

    @Override
    public int unacknowledged() {
      return 0;
    }

    @Override
    public String newOutputFile() {
      return "output-" + files++;
    }

    @Override
    public void discard(String outputFile) {
      discarded.add(outputFile);
    }
  }
}
