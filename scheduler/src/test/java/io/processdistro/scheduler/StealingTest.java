package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StealingTest {
  private final Bench bench = new Bench();

  /** A node of one slot that runs one task and holds others ready, all by estimate of 20 ms. */
  private NodeId backlogged(int waiting) {
    var node = bench.node(1);
    bench.feed(new Event.RoundTripMeasured(node, 400 * Bench.MILLI));
    bench.submit(bench.singles(1));
    bench.sleep(100);
    bench.succeed(bench.leases(node).getFirst(), 20);
    bench.submit(bench.singles(waiting + 1));
    assertThat(bench.view(node).queued()).isEqualTo(waiting);
    bench.feed(new Event.RoundTripMeasured(node, 1));
    for (int i = 0; i < 30; i++) bench.feed(new Event.RoundTripMeasured(node, 1));
    return node;
  }

  @Test
  void aNodeWithNothingToDoTakesHalfOfTheLongestBacklogAtATime() {
    var shorter = backlogged(4);
    var longer = backlogged(20);
    var thief = bench.node(30);
    assertThat(bench.view(thief).running()).as("would first have to warm the module").isZero();
    bench.feed(new Event.HeartbeatReceived(thief, 1, List.of(), List.of(Bench.MODULE)));
    bench.sleep(100);
    int stolen = bench.view(thief).running();
    assertThat(stolen).as("half of it, and half again as it still has free slots").isEqualTo(15);
    assertThat(bench.view(longer).queued()).isEqualTo(20 - stolen);
    assertThat(bench.view(shorter).queued()).isEqualTo(4);
  }

  @Test
  void whatRunsIsNeverStolen() {
    var busy = bench.node(2);
    bench.submit(bench.singles(2));
    var idle = bench.node(2);
    bench.sleep(3_000, busy, idle);
    assertThat(bench.view(idle).running()).isZero();
    assertThat(bench.sent(Command.Revoke.class)).isEmpty();
  }

  @Test
  void nothingMovesWhereStealingIsOff() {
    var calm = new Bench(SchedulerConfig.DEFAULTS.withStealing(SchedulerConfig.Stealing.OFF));
    var victim = calm.node(1);
    calm.submit(calm.singles(2));
    calm.sleep(2_000, victim);
    var idle = calm.node(1);
    calm.sleep(100);
    assertThat(calm.view(idle).running()).isZero();
    assertThat(calm.view(victim).queued()).isEqualTo(1);
  }

  @Test
  void aTaskThatWaitsBehindALongOneMovesToANodeThatJoins() {
    var victim = bench.node(1);
    var job = bench.submit(bench.singles(2));
    bench.sleep(2_000, victim);
    var thief = bench.node(1);
    bench.sleep(100);
    assertThat(bench.view(thief).running()).isEqualTo(1);
    assertThat(bench.view(victim).queued()).isZero();
    assertThat(bench.sent(Command.Revoke.class)).hasSize(1);
    assertThat(bench.view(job).steals()).isEqualTo(1);
  }

  @Test
  void aTaskThatItsHolderStartsSoonerStaysWhereItIs() {
    var holder = backlogged(1);
    var far = bench.node(1);
    bench.feed(new Event.RoundTripMeasured(far, 3_000 * Bench.MILLI));
    assertThat(bench.view(holder).queued()).isEqualTo(1);
    assertThat(bench.view(far).running()).isZero();
  }

  @Test
  void aTaskIsNotStolenWhenTheWayTakesLongerThanTheWait() {
    var holder = backlogged(20);
    for (int i = 0; i < 30; i++) {
      bench.feed(new Event.RoundTripMeasured(holder, 1_000 * Bench.MILLI));
    }
    var near = bench.node(1);
    bench.feed(new Event.HeartbeatReceived(near, 1, List.of(), List.of(Bench.MODULE)));
    bench.sleep(100);
    assertThat(bench.view(holder).queued()).as("the last waits some 400 ms").isEqualTo(20);
    assertThat(bench.view(near).running()).isZero();
  }

  @Test
  void ifTheHolderHadStartedItAfterAllTheFirstResultWinsAndTheOtherIsStopped() {
    var victim = bench.node(1);
    var job = bench.submit(bench.singles(2));
    var second = bench.leases(victim).getLast();
    bench.sleep(2_000, victim);
    var thief = bench.node(1);
    bench.sleep(100);
    var copy = bench.leases(thief).getFirst();
    assertThat(copy.range()).isEqualTo(second.range());
    bench.succeed(second);
    assertThat(bench.sent(Command.Cancel.class))
        .containsExactly(new Command.Cancel(thief, copy.key()));
    bench.succeed(copy);
    assertThat(bench.sent(Command.Discard.class).getLast().reason())
        .isEqualTo(DiscardReason.DUPLICATE);
    assertThat(bench.view(job).attempts().duplicate()).isEqualTo(1);
    assertThat(bench.view(job).grains().done()).isEqualTo(1);
  }

  @Test
  void twoCopiesThatDisagreeAreAnAlarm() {
    var victim = bench.node(1);
    bench.submit(bench.singles(2));
    var second = bench.leases(victim).getLast();
    bench.sleep(2_000, victim);
    var thief = bench.node(1);
    bench.sleep(100);
    var copy = bench.leases(thief).getFirst();
    bench.succeed(second);
    bench.report(copy, new TaskResult.Succeeded(Bench.MODULE, 1, 1));
    assertThat(bench.scheduler.snapshot(0).totals().mismatches()).isEqualTo(1);
  }
}
