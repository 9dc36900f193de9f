package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.Totals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Late, doubled, forged and absurd: whatever a node says, no grain is merged twice. */
class HostileReportsTest {
  private final Bench bench = new Bench();

  private Totals totals() {
    return bench.scheduler.snapshot(0).totals();
  }

  private DiscardReason only(List<Command> commands) {
    assertThat(commands.getFirst()).isInstanceOf(Command.Discard.class);
    return ((Command.Discard) commands.getFirst()).reason();
  }

  private Event success(NodeId node, long incarnation, LeaseKey key) {
    return new Event.TaskReported(
        node, incarnation, key, new TaskResult.Succeeded(Bench.OUTPUT, 1, 1));
  }

  @Test
  void aReportOfAnUnknownLeaseIsCountedAndDropped() {
    var node = bench.node(1);
    assertThat(only(bench.feed(success(node, 1, new LeaseKey(1, 12_345)))))
        .isEqualTo(DiscardReason.STALE);
    assertThat(only(bench.feed(success(node, 1, new LeaseKey(99, 1)))))
        .isEqualTo(DiscardReason.STALE);
    assertThat(totals().unknownReports()).isEqualTo(2);
  }

  @Test
  void aReportFromAnotherNodeChangesNothing() {
    var owner = bench.node(1);
    var thief = bench.node(1);
    var job = bench.submit(bench.singles(1));
    var lease = bench.leases(owner).isEmpty() ? bench.leases(thief) : bench.leases(owner);
    var other = lease.getFirst().node().equals(owner) ? thief : owner;
    assertThat(only(bench.feed(success(other, 1, lease.getFirst().key()))))
        .isEqualTo(DiscardReason.INVALID);
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
    bench.succeed(lease.getFirst());
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aReportFromAnotherLifeOfTheNodeChangesNothing() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(1));
    var key = bench.leases(node).getFirst().key();
    assertThat(only(bench.feed(success(node, 7, key)))).isEqualTo(DiscardReason.INVALID);
    assertThat(bench.view(job).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void theSameReportTwiceCountsOnce() {
    bench.node(1);
    var job = bench.submit(bench.singles(3));
    var lease = bench.leases().getFirst();
    bench.succeed(lease);
    assertThat(only(bench.succeed(lease))).isEqualTo(DiscardReason.STALE);
    assertThat(bench.view(job).grains().done()).isEqualTo(1);
  }

  @Test
  void aFailureAfterASuccessChangesNothing() {
    bench.node(1);
    var job = bench.submit(bench.singles(3));
    var lease = bench.leases().getFirst();
    bench.succeed(lease);
    assertThat(only(bench.fail(lease, ErrorCode.GUEST_TRAP))).isEqualTo(DiscardReason.STALE);
    assertThat(bench.view(job).attempts().failed()).isZero();
  }

  @Test
  void absurdTimesDoNoHarm() {
    bench.node(2);
    var job = bench.submit(bench.ticket(1_000_000));
    long[] times = {-1, Long.MIN_VALUE, 0, Long.MAX_VALUE, 1};
    for (int i = 0; !bench.leases().isEmpty(); i++) {
      var result = new TaskResult.Succeeded(Bench.OUTPUT, times[i % times.length], -5);
      bench.report(bench.leases().getFirst(), result);
    }
    new SchedulerProbe(bench.scheduler).check();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    // Nobody pays for time that cannot have been: the next submitter has an equal start.
    bench.submit(bench.singles(100));
    var other = bench.singles(100);
    var share = JobTicket.Share.of("another");
    bench.submit(new JobTicket(other.job(), other.work(), share, other.terms()));
    var submitters = new HashSet<JobId>();
    for (int i = 0; i < 20; i++) {
      submitters.add(bench.leases().getLast().job());
      bench.succeed(bench.leases().getFirst());
    }
    assertThat(submitters).hasSize(2);
  }

  @Test
  void returningForeignUnknownAndEndedLeasesChangesNothing() {
    var one = bench.node(1);
    var other = bench.node(1);
    var job = bench.submit(bench.singles(4));
    var keys = new ArrayList<LeaseKey>();
    for (var lease : bench.leases(one)) keys.add(lease.key());
    keys.add(new LeaseKey(1, 777));
    keys.add(new LeaseKey(5, 1));
    bench.feed(new Event.LeasesReturned(other, 1, keys));
    assertThat(bench.view(one).running()).isEqualTo(1);
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    bench.feed(new Event.LeasesReturned(one, 1, keys));
    new SchedulerProbe(bench.scheduler).check();
  }

  @Test
  void aNodeThatReturnsEverythingAgainAndAgainStopsNobodyElse() {
    var mischievous = bench.node(1);
    var honest = bench.node(1);
    var job = bench.submit(bench.singles(20));
    for (int i = 0; i < 100; i++) {
      var keys = bench.leases(mischievous).stream().map(Lease::key).toList();
      bench.feed(new Event.LeasesReturned(mischievous, 1, keys));
      keys.forEach(key -> bench.commands.add(new Command.Cancel(mischievous, key)));
      if (!bench.leases(honest).isEmpty()) bench.succeed(bench.leases(honest).getFirst());
    }
    bench.runAll();
    assertThat(bench.view(job).state()).isEqualTo(JobState.COMPLETED);
    new SchedulerProbe(bench.scheduler).check();
  }

  @Test
  void heartbeatsWithForeignLeasesAndMoreThanItsSlotsDoNoHarm() {
    var one = bench.node(1);
    var other = bench.node(1);
    bench.submit(bench.singles(10));
    var all = bench.leases().stream().map(Lease::key).toList();
    for (int i = 0; i < 10; i++) {
      bench.heartbeat(one, all);
      bench.heartbeat(other, all);
      bench.sleep(500);
    }
    new SchedulerProbe(bench.scheduler).check();
  }

  @Test
  void eventsOfNodesAndJobsThatDoNotExistAreIgnored() {
    var nobody = NodeId.random(new io.processdistro.scheduler.structures.Dice(9)::nextLong);
    bench.feed(new Event.NodeDisconnected(nobody, 1));
    bench.feed(new Event.NodeLeft(nobody, 1));
    bench.feed(new Event.NodeDraining(nobody));
    bench.feed(new Event.NodePaused(nobody));
    bench.feed(new Event.NodeResumed(nobody));
    bench.feed(new Event.RoundTripMeasured(nobody, 5));
    bench.feed(new Event.LeasesReturned(nobody, 1, List.of(new LeaseKey(1, 1))));
    bench.feed(new Event.JobCancelled(bench.newId()));
    bench.feed(new Event.JobPaused(bench.newId()));
    bench.feed(new Event.JobResumed(bench.newId()));
    assertThat(bench.commands).isEmpty();
  }

  @Test
  void absurdRoundTripsDoNoHarm() {
    var node = bench.node(2);
    bench.submit(bench.singles(100_000));
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE}) {
      bench.feed(new Event.RoundTripMeasured(node, nanos));
      bench.succeed(bench.leases().getFirst());
      new SchedulerProbe(bench.scheduler).check();
    }
    assertThat(bench.view(node).queued()).as("held ready").isBetween(1, 40);
  }
}
