package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.structures.Dice;
import io.processdistro.scheduler.view.JobState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes come back with leases that were given up, and with results of a former life. */
class AdoptionTest {
  private static final long MEMORY = 1L << 30;
  private final Bench bench = new Bench();

  private void comeBack(NodeId node, long incarnation, Holding... held) {
    bench.clear();
    bench.connect(node, incarnation, 1, MEMORY, Arrays.asList(held));
    new SchedulerProbe(bench.scheduler).check();
  }

  private static Holding claim(Lease lease) {
    return Holding.of(lease.key(), lease.job(), lease.range());
  }

  private static Holding claim(long number, JobId job, long from, long to) {
    return Holding.of(new LeaseKey(Bench.EPOCH - 1, number), job, new GrainRange(from, to));
  }

  private List<Command> succeed(NodeId node, long incarnation, LeaseKey key) {
    return bench.feed(
        new Event.TaskReported(
            node, incarnation, key, new TaskResult.Succeeded(Bench.OUTPUT, 1, 1)));
  }

  private List<GrainRange> assigned() {
    return bench.sent(Command.Assign.class).stream().map(assign -> assign.lease().range()).toList();
  }

  @Test
  void resultsOfAFormerLifeOfTheNodeCount() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(2));
    var ended = bench.leases(node).getFirst();
    comeBack(node, 2, claim(ended).asEnded());
    assertThat(assigned()).doesNotContain(ended.range());
    assertThat(succeed(node, 2, ended.key())).anyMatch(Command.Accept.class::isInstance);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.view(job).attempts().accepted()).isEqualTo(2);
    assertThat(bench.view(job).attempts().lost()).as("both of the former life").isEqualTo(2);
    assertThat(bench.view(job).attempts().open()).isZero();
  }

  @Test
  void aNodeThatWasGivenUpKeepsWhatNobodyElseHas() {
    var zombie = bench.node(1);
    var job = bench.submit(bench.singles(1));
    var lease = bench.leases(zombie).getFirst();
    bench.sleep(8_000);
    assertThat(bench.view(job).attempts().lost()).isEqualTo(1);
    comeBack(zombie, 1, claim(lease));
    assertThat(bench.sent(Command.Cancel.class)).isEmpty();
    assertThat(assigned()).isEmpty();
    succeed(zombie, 1, lease.key());
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void whatRunsElsewhereMeanwhileIsTurnedAwayAndCountedOnce() {
    var zombie = bench.node(1);
    var job = bench.submit(bench.singles(2));
    var running = bench.leases(zombie).getFirst();
    var ended = bench.leases(zombie).getLast();
    bench.sleep(8_000);
    bench.node(2);
    comeBack(zombie, 1, claim(running), claim(ended).asEnded());
    assertThat(bench.sent(Command.Cancel.class))
        .containsExactly(new Command.Cancel(zombie, running.key()));
    assertThat(bench.sent(Command.Discard.class))
        .containsExactly(new Command.Discard(zombie, ended.key(), DiscardReason.STALE));
    succeed(zombie, 1, ended.key());
    succeed(zombie, 1, running.key());
    assertThat(bench.view(job).grains().done()).isZero();
    assertThat(bench.view(job).attempts().stale()).isEqualTo(2);
    assertThat(bench.view(job).attempts().lost()).isZero();
  }

  @Test
  void aFailedTaskThatWaitsForItsRetryIsTakenBackToo() {
    var first = bench.node(1);
    var job = bench.submit(bench.singles(1));
    var former = bench.leases(first).getFirst();
    bench.sleep(8_000);
    bench.node(1);
    var second = bench.leases().getLast();
    bench.fail(second, ErrorCode.TRANSFER_FAILED);
    comeBack(first, 1, claim(former).asEnded());
    succeed(first, 1, former.key());
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    bench.sleep(10_000);
    new SchedulerProbe(bench.scheduler).check();
  }

  @Test
  void aClaimMayCoverAndCutSeveralWaitingTasks() {
    var node = bench.node(3);
    var job = bench.submit(fixed(4, 12)); // 0..4, 4..8, 8..12
    bench.feed(new Event.JobPaused(job));
    comeBack(node, 2);
    assertThat(bench.view(job).grains().waiting()).isEqualTo(12);
    var other = bench.node(1);
    comeBack(other, 2, claim(1, job, 2, 9).asEnded());
    assertThat(bench.sent(Command.Discard.class)).isEmpty();
    bench.feed(new Event.JobResumed(job));
    assertThat(assigned()).contains(new GrainRange(0, 2)).doesNotContain(new GrainRange(4, 8));
    succeed(other, 2, new LeaseKey(Bench.EPOCH - 1, 1));
    assertThat(bench.view(job).grains().done()).isEqualTo(7);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aRangeThatIsNotWhollyOpenIsTurnedAway() {
    var node = bench.node(1);
    var job = bench.submit(fixed(4, 40)); // 0..4 runs, 4..8 is held ready
    var first = bench.leases(node).getFirst();
    var other = NodeId.random(new Dice(5)::nextLong);
    comeBack(other, 1, claim(1, job, 6, 10), claim(2, job, 38, 41), claim(3, job, 0, 40));
    assertThat(bench.sent(Command.Cancel.class)).hasSize(3);
    bench.succeed(first);
    comeBack(other, 2, claim(4, job, 0, 4).asEnded());
    assertThat(bench.sent(Command.Discard.class)).hasSize(1);
  }

  private JobTicket fixed(long grainsPerTask, long grains) {
    var ticket = bench.ticket(grains);
    return new JobTicket(
        ticket.job(),
        ticket.work().withGrainsPerTaskFixed(grainsPerTask).withGrainsPerTaskMax(grains),
        ticket.share(),
        ticket.terms());
  }

  @Test
  void aRangeLongerThanThePlanAllowsIsTurnedAway() {
    var ticket = bench.ticket(100);
    var work = ticket.work().withGrainsPerTaskMax(10);
    var job = bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
    comeBack(NodeId.random(new Dice(5)::nextLong), 1, claim(1, job, 50, 61));
    assertThat(bench.sent(Command.Cancel.class)).hasSize(1);
  }

  @Test
  void namesThatAreNotTheNodesAreTurnedAway() {
    var owner = bench.node(1);
    var job = bench.submit(bench.singles(10));
    var owned = bench.leases(owner).getFirst();
    var range = new GrainRange(9, 10);
    comeBack(
        NodeId.random(new Dice(5)::nextLong),
        1,
        Holding.of(owned.key(), job, range), // another node's
        Holding.of(new LeaseKey(Bench.EPOCH, 1_000), job, range), // will be given out later
        Holding.of(new LeaseKey(Bench.EPOCH + 1, 1), job, range)); // of the future
    assertThat(bench.sent(Command.Cancel.class)).hasSize(3);
    bench.succeed(owned);
    assertThat(bench.view(job).grains().done()).as("the owner still has it").isEqualTo(1);
  }

  @Test
  void aLeaseOfTheSameNameThatIsAboutSomethingElseIsNotTakenForOurs() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(3));
    var lease = bench.leases(node).getFirst();
    comeBack(node, 1, Holding.of(lease.key(), bench.newId(), lease.range()).asEnded());
    assertThat(succeed(node, 1, lease.key())).noneMatch(Command.Accept.class::isInstance);
    assertThat(bench.view(job).grains().done()).isZero();
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aNameThatANodeBringsFromElsewhereIsNeverGivenOut() {
    var node = bench.node(1);
    var foreign = new LeaseKey(Bench.EPOCH, 3);
    var absurd = new LeaseKey(Bench.EPOCH, Long.MAX_VALUE);
    comeBack(
        node,
        1,
        Holding.of(foreign, bench.newId(), new GrainRange(0, 1)).asEnded(),
        Holding.of(absurd).asEnded());
    var job = bench.submit(bench.singles(9));
    assertThat(only(succeed(node, 1, foreign))).isInstanceOf(Command.Discard.class);
    assertThat(bench.view(job).grains().done()).isZero();
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  private static Command only(List<Command> commands) {
    assertThat(commands).hasSize(1);
    return commands.getFirst();
  }

  @Test
  void anAdoptedLeaseIsNotForgottenWithTheLostOneOfItsName() {
    var memory = SchedulerConfig.DEFAULTS.memory();
    var brief =
        new SchedulerConfig.Memory(
            memory.finishedJobs(), memory.historyEntries(), 1, memory.lostNodeMillis());
    var forgetful = new Bench(SchedulerConfig.DEFAULTS.withMemory(brief));
    var node = forgetful.node(1);
    var other = forgetful.node(1);
    var job = forgetful.submit(forgetful.singles(9));
    var lease = forgetful.leases(node).getLast();
    forgetful.connect(node, 2, 1, MEMORY, List.of(claim(lease).asEnded()));
    forgetful.feed(new Event.NodeLeft(other, 1)); // one more that was lost
    forgetful.feed(
        new Event.TaskReported(node, 2, lease.key(), new TaskResult.Succeeded(Bench.OUTPUT, 1, 1)));
    assertThat(forgetful.view(job).grains().done()).isEqualTo(1);
    new SchedulerProbe(forgetful.scheduler).check();
  }
}
