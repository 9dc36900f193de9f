package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.structures.Dice;
import io.processdistro.scheduler.view.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A controller that starts anew meets nodes that still hold leases of its former life. */
class RestartTest {
  private static final LeaseKey FORMER = new LeaseKey(9, 41);
  private final Bench bench = new Bench();
  private final NodeId node = NodeId.random(new Dice(4)::nextLong);

  private void connect(Holding... held) {
    bench.connect(node, 1, 1, 1L << 30, List.of(held));
  }

  @Test
  void aFormerLeaseWithItsClaimIsAdoptedAndItsResultCounts() {
    var job = bench.submit(bench.singles(3));
    connect(Holding.of(FORMER, job, new GrainRange(1, 2)));
    assertThat(bench.sent(Command.Cancel.class)).isEmpty();
    assertThat(bench.sent(Command.Assign.class))
        .extracting(assign -> assign.lease().range())
        .doesNotContain(new GrainRange(1, 2));
    bench.feed(
        new Event.TaskReported(node, 1, FORMER, new TaskResult.Succeeded(Bench.OUTPUT, 1, 1)));
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    assertThat(bench.view(job).attempts().issued()).as("nothing ran twice").isEqualTo(3);
  }

  @Test
  void aFormerLeaseWithoutClaimIsStopped() {
    bench.submit(bench.singles(3));
    connect(Holding.of(FORMER));
    assertThat(bench.sent(Command.Cancel.class)).containsExactly(new Command.Cancel(node, FORMER));
  }

  @Test
  void aFormerLeaseOfWhatIsDurableAlreadyIsStopped() {
    var ticket = bench.singles(3);
    var work = ticket.work().withAccepted(List.of(new GrainRange(1, 2)));
    var job = bench.submit(new JobTicket(ticket.job(), work, ticket.share(), ticket.terms()));
    connect(Holding.of(FORMER, job, new GrainRange(1, 2)));
    assertThat(bench.sent(Command.Cancel.class)).hasSize(1);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aFormerLeaseBeyondTheEndOfTheJobIsStopped() {
    var job = bench.submit(bench.singles(3));
    connect(Holding.of(FORMER, job, new GrainRange(2, 9)), Holding.of(new LeaseKey(9, 42)));
    assertThat(bench.sent(Command.Cancel.class)).hasSize(2);
  }

  @Test
  void twoNodesThatClaimTheSameRangeDoNotBothGetIt() {
    var job = bench.submit(bench.singles(3));
    connect(Holding.of(FORMER, job, new GrainRange(0, 2)));
    var other = NodeId.random(new Dice(5)::nextLong);
    var claim = Holding.of(new LeaseKey(9, 43), job, new GrainRange(1, 3));
    bench.connect(other, 1, 1, 1L << 30, List.of(claim));
    assertThat(bench.sent(Command.Cancel.class))
        .containsExactly(new Command.Cancel(other, new LeaseKey(9, 43)));
  }

  @Test
  void aPausedJobIsHeldForNodesThatHavePartsOfIt() {
    var ticket = bench.singles(3);
    bench.submit(ticket);
    bench.feed(new Event.JobPaused(ticket.job()));
    bench.node(2);
    connect(Holding.of(FORMER, ticket.job(), new GrainRange(0, 1)));
    assertThat(bench.leases()).isEmpty();
    bench.feed(new Event.JobResumed(ticket.job()));
    assertThat(bench.leases())
        .extracting(Lease::range)
        .containsExactlyInAnyOrder(new GrainRange(1, 2), new GrainRange(2, 3));
    bench.feed(
        new Event.TaskReported(node, 1, FORMER, new TaskResult.Succeeded(Bench.OUTPUT, 1, 1)));
    bench.runAll();
    assertThat(bench.view(ticket.job()).attempts().issued()).as("nothing ran twice").isEqualTo(3);
  }
}
