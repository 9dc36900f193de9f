package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.WaitReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeOfJobsTest {
  private final Bench bench = new Bench();

  @Test
  void everyGrainIsAcceptedOnceAndTheJobCompletes() {
    bench.node(2);
    bench.node(2);
    var job = bench.submit(bench.ticket(1_000));
    bench.runAll();
    var accepted = bench.sent(Command.Accept.class);
    assertThat(accepted.stream().mapToLong(accept -> accept.lease().range().length()).sum())
        .isEqualTo(1_000);
    assertThat(bench.sent(Command.FinishJob.class))
        .containsExactly(new Command.FinishJob(job, new JobOutcome.Completed()));
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void acceptedRangesAreNotRunAgain() {
    bench.node(1);
    var ticket = bench.singles(10);
    var work = ticket.work().withAccepted(List.of(new GrainRange(0, 4), new GrainRange(5, 9)));
    bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
    bench.runAll();
    assertThat(bench.sent(Command.Accept.class))
        .extracting(accept -> accept.lease().range())
        .containsExactly(new GrainRange(4, 5), new GrainRange(9, 10));
  }

  @Test
  void aJobWhoseResultsAreAllThereCompletesAtOnce() {
    var ticket = bench.singles(10);
    var work = ticket.work().withAccepted(List.of(new GrainRange(0, 10)));
    bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
    assertThat(bench.sent(Command.FinishJob.class)).hasSize(1);
  }

  @Test
  void theSameJobTwiceIsABugOfTheDriver() {
    var ticket = bench.ticket(10);
    bench.submit(ticket);
    assertThatThrownBy(() -> bench.submit(ticket))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("submitted before");
  }

  @Test
  void cancellingStopsWhatRunsAndMergesNothingLate() {
    bench.node(2);
    var job = bench.submit(bench.singles(10));
    var running = bench.leases();
    bench.feed(new Event.JobCancelled(job));
    assertThat(bench.sent(Command.Cancel.class)).hasSameSizeAs(running);
    bench.clear();
    for (var lease : running) bench.succeed(lease);
    assertThat(bench.sent(Command.Accept.class)).isEmpty();
    assertThat(bench.sent(Command.Discard.class))
        .extracting(Command.Discard::reason)
        .containsOnly(DiscardReason.CANCELLED);
    assertThat(bench.view(job).attempts().open()).isZero();
  }

  @Test
  void aPausedJobStartsNothingNewAndGoesOnWhenResumed() {
    var node = bench.node(2);
    var job = bench.submit(bench.singles(10));
    assertThat(bench.view(node).queued()).isEqualTo(1);
    bench.feed(new Event.JobPaused(job));
    assertThat(bench.sent(Command.Revoke.class)).hasSize(1);
    for (var lease : bench.leases()) bench.succeed(lease);
    assertThat(bench.leases()).isEmpty();
    assertThat(bench.view(job).waiting()).isEqualTo(WaitReason.PAUSED);
    bench.feed(new Event.JobResumed(job));
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aJobFailsWhenItsDeadlinePasses() {
    var node = bench.node(1);
    var ticket = bench.singles(10);
    var terms = ticket.terms().withDeadlineNanos(bench.nowNanos() + 1_000 * Bench.MILLI);
    var job = bench.submit(new JobTicket(ticket.job(), ticket.work(), ticket.share(), terms));
    bench.sleep(900, node);
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
    bench.sleep(200, node);
    assertThat(bench.view(job).outcome())
        .hasValueSatisfying(
            outcome ->
                assertThat(((JobOutcome.Failed) outcome).code())
                    .isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
  }

  @Test
  void theCapOfAJobHolds() {
    bench.node(8);
    var ticket = bench.singles(100);
    var job =
        bench.submit(
            new JobTicket(
                ticket.job(), ticket.work(), ticket.share().withSlotsMax(3), ticket.terms()));
    assertThat(bench.leases()).hasSize(3);
    assertThat(bench.view(job).waiting()).isEqualTo(WaitReason.SLOT_CAP);
    bench.succeed(bench.leases().getFirst());
    assertThat(bench.leases()).hasSize(3);
  }

  @Test
  void aJobThatFitsNoNodeSaysSo() {
    var ticket = bench.ticket(10);
    var terms = ticket.terms().withMemoryBytesMax(1L << 31);
    var job = bench.submit(new JobTicket(ticket.job(), ticket.work(), ticket.share(), terms));
    assertThat(bench.view(job).waiting()).isEqualTo(WaitReason.NO_NODES);
    bench.node(1);
    assertThat(bench.view(job).waiting()).isEqualTo(WaitReason.NO_NODE_FITS);
    bench.node(1, 1L << 31);
    assertThat(bench.leases()).isNotEmpty();
  }

  private JobId openJob(long grains) {
    var ticket = bench.singles(grains);
    var work = ticket.work().withOpen(true);
    return bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
  }

  @Test
  void anOpenJobEndsOnlyWhenItIsKnownThatNothingFollows() {
    bench.node(2);
    var job = openJob(1);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
    assertThat(bench.view(job).waiting()).isEqualTo(WaitReason.NEXT_STAGE);
    bench.feed(new Event.JobGrown(job, 4, true, "second"));
    assertThat(bench.leases())
        .extracting(lease -> lease.range())
        .contains(new GrainRange(1, 2), new GrainRange(2, 3));
    assertThat(bench.view(job).speedClass()).isEqualTo("second");
    bench.runAll();
    assertThat(bench.view(job).grains().done()).isEqualTo(4);
    assertThat(bench.sent(Command.FinishJob.class)).isEmpty();
    bench.feed(new Event.JobGrown(job, 4, false, "second"));
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aStageMayBecomeKnownWhileTheFormerOneStillRuns() {
    bench.node(1);
    var job = openJob(3);
    bench.succeed(bench.leases().getFirst());
    bench.feed(new Event.JobGrown(job, 5, false, "second"));
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.sent(Command.Accept.class)).hasSize(5);
  }

  @Test
  void growthOfAnEndedOrUnknownJobIsIgnored() {
    var job = openJob(3);
    bench.feed(new Event.JobCancelled(job));
    assertThat(bench.feed(new Event.JobGrown(job, 9, true, "late"))).isEmpty();
    assertThat(bench.feed(new Event.JobGrown(bench.newId(), 9, true, "unknown"))).isEmpty();
    assertThat(bench.view(job).grains().total()).isEqualTo(3);
  }

  @Test
  void aClosedLineDoesNotGrowAndNoLineShrinks() {
    var closed = bench.submit(bench.ticket(3));
    assertThatThrownBy(() -> bench.feed(new Event.JobGrown(closed, 4, true, "more")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a closed line of 3 grains cannot become one of 4");
    var open = openJob(3);
    assertThatThrownBy(() -> bench.feed(new Event.JobGrown(open, 2, true, "less")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an open line of 3 grains cannot become one of 2");
  }

  @Test
  void whatAStageCostsDoesNotMisleadTheNext() {
    var node = bench.node(1);
    var job = openJob(1);
    bench.succeed(bench.leases().getFirst(), 20_000);
    bench.feed(new Event.JobGrown(job, 100, false, "second"));
    // Were they thought to take 20 s each, the node would hold nothing beside what it runs.
    assertThat(bench.leases(node)).hasSizeGreaterThan(1);
  }

  @Test
  void anOpenJobThatWasDoneSoFarBeforeARestartGoesOnWithItsNextStage() {
    bench.node(1);
    var ticket = bench.singles(5);
    var work = ticket.work().withOpen(true).withAccepted(List.of(new GrainRange(0, 5)));
    var job = bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
    assertThat(bench.view(job).waiting()).isEqualTo(WaitReason.NEXT_STAGE);
    bench.feed(new Event.JobGrown(job, 6, false, "second"));
    bench.runAll();
    assertThat(bench.sent(Command.Accept.class))
        .extracting(accept -> accept.lease().range())
        .containsExactly(new GrainRange(5, 6));
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  /** As a job that is resumed, or whose result had found no space, under the same controller. */
  @Test
  void aNextLifeOfAnEndedJobIsTheOnlyOneThatIsKnown() {
    var ticket = bench.singles(3);
    bench.submit(ticket);
    bench.feed(new Event.JobCancelled(ticket.job()));
    var work = ticket.work().withAccepted(List.of(new GrainRange(0, 2)));
    bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
    assertThat(bench.view(ticket.job()).state()).isEqualTo(JobState.QUEUED);

    bench.node(1);
    bench.runAll();

    assertThat(bench.view(ticket.job()).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.view(ticket.job()).grains().done()).isEqualTo(3);
    assertThat(bench.jobs()).extracting(JobView::state).containsExactly(JobState.COMPLETED);
  }
}
