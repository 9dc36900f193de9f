package io.processdistro.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.view.NodeState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final long MEMORY = 1L << 30;
  private final Bench bench = new Bench();

  private List<NodeId> nodes(int count) {
    var nodes = new ArrayList<NodeId>();
    for (int i = 0; i < count; i++) nodes.add(bench.node(1));
    return nodes;
  }

  private static NodeId[] array(List<NodeId> nodes) {
    return nodes.toArray(NodeId[]::new);
  }

  @Test
  void aSilentNodeIsGivenUpAfterItsLeaseAndItsWorkRunsElsewhere() {
    var silent = bench.node(1);
    var job = bench.submit(bench.singles(2));
    assertThat(bench.leases(silent)).hasSize(2);
    bench.sleep(5_900);
    assertThat(bench.view(silent).state()).isEqualTo(NodeState.READY);
    bench.sleep(300);
    assertThat(bench.view(silent).state()).isEqualTo(NodeState.LOST);
    assertThat(bench.sent(Command.CloseNode.class))
        .containsExactly(new Command.CloseNode(silent, 1, CloseReason.SILENT));
    bench.clear();
    var other = bench.node(2);
    assertThat(bench.leases(other)).hasSize(2);
    bench.runAll();
    assertThat(bench.view(job).state().ended()).isTrue();
  }

  @Test
  void aFreezeIsNoticedWithinFiveToSevenSecondsWheneverItHappens() {
    for (int millisAfterHeartbeat = 0; millisAfterHeartbeat < 1_000; millisAfterHeartbeat += 100) {
      var node = bench.node(1);
      bench.heartbeat(node, List.of());
      bench.sleep(millisAfterHeartbeat); // frozen from here on
      bench.sleep(5_000);
      assertThat(bench.view(node).state()).isEqualTo(NodeState.READY);
      bench.sleep(2_000);
      assertThat(bench.view(node).state()).isEqualTo(NodeState.LOST);
    }
  }

  @Test
  void aBrokenConnectionHasAGraceOfTwoSeconds() {
    var node = bench.node(1);
    bench.submit(bench.singles(1));
    bench.feed(new Event.NodeDisconnected(node, 1));
    bench.sleep(1_900);
    assertThat(bench.view(node).state()).isEqualTo(NodeState.SUSPECT);
    bench.sleep(200);
    assertThat(bench.view(node).state()).isEqualTo(NodeState.LOST);
  }

  @Test
  void aNodeThatComesBackInTimeKeepsItsLeases() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(3));
    var held = bench.leases(node).stream().map(lease -> Holding.of(lease.key())).toList();
    bench.feed(new Event.NodeDisconnected(node, 1));
    bench.sleep(1_000);
    bench.connect(node, 1, 1, MEMORY, held);
    assertThat(bench.view(node).state()).isEqualTo(NodeState.READY);
    bench.runAll();
    assertThat(bench.view(job).retries()).isZero();
    assertThat(bench.view(job).attempts().issued()).isEqualTo(3);
  }

  @Test
  void whatANodeNoLongerHoldsWhenItComesBackRunsAgainAtOnce() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(2));
    var leases = bench.leases(node);
    bench.feed(new Event.NodeDisconnected(node, 1));
    bench.clear();
    bench.connect(node, 1, 1, MEMORY, List.of(Holding.of(leases.getFirst().key())));
    assertThat(bench.view(job).retries()).isEqualTo(1);
    assertThat(bench.leases(node))
        .singleElement()
        .satisfies(lease -> assertThat(lease.range()).isEqualTo(leases.getLast().range()));
    assertThat(bench.view(job).attempts().lost()).isEqualTo(1);
  }

  @Test
  void aZombiesResultsAreFencedAndCounted() {
    var zombie = bench.node(1);
    var job = bench.submit(bench.singles(2));
    var old = bench.leases(zombie);
    bench.sleep(6_200);
    bench.clear();
    var held = old.stream().map(lease -> Holding.of(lease.key())).toList();
    bench.connect(zombie, 1, 1, MEMORY, held);
    assertThat(bench.sent(Command.Cancel.class))
        .extracting(Command.Cancel::lease)
        .containsExactlyElementsOf(old.stream().map(Lease::key).toList());
    for (var lease : old) bench.succeed(lease);
    assertThat(bench.sent(Command.Discard.class))
        .extracting(Command.Discard::reason)
        .containsExactly(DiscardReason.STALE, DiscardReason.STALE);
    assertThat(bench.view(job).attempts().stale()).isEqualTo(2);
    assertThat(bench.view(job).attempts().lost()).isZero();
    bench.runAll();
    assertThat(bench.view(job).attempts().open()).isZero();
    assertThat(bench.view(job).attempts().accepted()).isEqualTo(2);
  }

  @Test
  void aNewLifeOfANodeHasNothingToDoWithTheOldLeases() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(1));
    var old = bench.leases(node).getFirst();
    bench.clear();
    bench.connect(node, 2, 1, MEMORY, List.of());
    var renewed = bench.leases(node).getFirst();
    assertThat(renewed.key()).isNotEqualTo(old.key());
    assertThat(renewed.incarnation()).isEqualTo(2);
    bench.succeed(old);
    assertThat(bench.view(job).state().ended()).isFalse();
    bench.succeed(renewed);
    assertThat(bench.view(job).state().ended()).isTrue();
  }

  @Test
  void anOlderLifeOfANodeIsSentAway() {
    var node = bench.node(1);
    bench.connect(node, 5, 1, MEMORY, List.of());
    bench.clear();
    bench.connect(node, 4, 1, MEMORY, List.of());
    assertThat(bench.commands)
        .containsExactly(new Command.CloseNode(node, 4, CloseReason.SUPERSEDED));
    assertThat(bench.view(node).incarnation()).isEqualTo(5);
  }

  @Test
  void aNodeThatTalksWithoutHelloIsAskedToSayIt() {
    var stranger = NodeId.random(new io.processdistro.scheduler.structures.Dice(1)::nextLong);
    bench.heartbeat(stranger, List.of());
    assertThat(bench.commands)
        .containsExactly(new Command.CloseNode(stranger, 1, CloseReason.UNKNOWN));
  }

  @Test
  void whenMostFallSilentAtOnceOneMoreLeaseIsWaited() {
    var all = nodes(6);
    bench.submit(bench.singles(100));
    var alive = all.subList(0, 2);
    bench.sleep(7_000, array(alive));
    for (var node : all.subList(2, 6)) {
      assertThat(bench.view(node).state()).isEqualTo(NodeState.SUSPECT);
    }
    for (var node : all.subList(2, 6)) bench.heartbeat(node, List.of());
    bench.sleep(6_000, array(all));
    assertThat(bench.scheduler.snapshot(0).totals().nodesLost()).as("no storm").isZero();
    assertThat(bench.scheduler.snapshot(0).totals().retries()).isZero();
  }

  @Test
  void whenMostStaySilentTheyAreGivenUpAfterTheSecondLease() {
    var all = nodes(6);
    bench.submit(bench.singles(100));
    bench.sleep(9_000, array(all.subList(0, 2)));
    assertThat(bench.scheduler.snapshot(0).totals().nodesLost()).isZero();
    bench.sleep(2_500, array(all.subList(0, 2)));
    assertThat(bench.scheduler.snapshot(0).totals().nodesLost()).isEqualTo(4);
  }

  @Test
  void whenFewFallSilentNothingIsWaitedFor() {
    var all = nodes(6);
    bench.sleep(6_200, array(all.subList(0, 4)));
    assertThat(bench.scheduler.snapshot(0).totals().nodesLost()).isEqualTo(2);
  }

  @Test
  void aMassDeathIsNotHeldAgainstTheTasks() {
    var job = bench.submit(bench.singles(4));
    for (int i = 0; i < 4; i++) {
      var all = nodes(4);
      bench.sleep(12_000);
      for (var node : all) assertThat(bench.view(node).state()).isEqualTo(NodeState.LOST);
    }
    assertThat(bench.view(job).state().ended()).isFalse();
    nodes(1);
    bench.clear();
    bench.sleep(100);
    nodes(2);
    bench.runAll();
    assertThat(bench.view(job).attempts().lost()).isPositive();
  }

  @Test
  void ourOwnStallIsNobodysSilence() {
    var node = bench.node(1);
    bench.sleep(2_000, node);
    bench.stall(60_000);
    bench.sleep(2_000);
    assertThat(bench.view(node).state()).isEqualTo(NodeState.READY);
    assertThat(bench.scheduler.snapshot(0).totals().stallNanos())
        .isBetween(59_000 * Bench.MILLI, 60_000 * Bench.MILLI);
  }

  @Test
  void aClockThatGoesBackIsTakenAsStandingStill() {
    var node = bench.node(1);
    bench.sleep(1_000, node);
    bench.stall(-10_000);
    bench.sleep(2_000);
    assertThat(bench.view(node).state()).isEqualTo(NodeState.READY);
  }

  @Test
  void heartbeatsOfAllNodesTogetherStayBelowFiftyPerSecond() {
    nodes(40);
    assertThat(bench.sent(Command.SetHeartbeat.class))
        .allSatisfy(set -> assertThat(set.intervalMillis()).isEqualTo(1_000));
    nodes(460);
    var last = bench.sent(Command.SetHeartbeat.class).getLast();
    assertThat(500 * 1_000.0 / last.intervalMillis()).isLessThan(50 * 1.25 + 1);
    assertThat(last.leaseMillis()).isGreaterThanOrEqualTo(3 * last.intervalMillis());
  }

  @Test
  void aGoodbyeGivesEverythingBackAtOnceAndTheNodeIsGone() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(2));
    var other = bench.node(1);
    bench.clear();
    bench.feed(new Event.NodeLeft(node, 1));
    assertThat(bench.scheduler.snapshot(0).nodes()).hasSize(1);
    assertThat(bench.view(other).running() + bench.view(other).queued()).isEqualTo(2);
    assertThat(bench.view(job).attempts().lost()).isPositive();
  }

  @Test
  void aDrainingNodeFinishesWhatRunsAndGetsNothingMore() {
    var node = bench.node(2);
    var job = bench.submit(bench.singles(10));
    bench.feed(new Event.NodeDraining(node));
    assertThat(bench.sent(Command.Revoke.class)).hasSize(1);
    for (var lease : bench.leases(node)) bench.succeed(lease);
    assertThat(bench.leases(node)).isEmpty();
    assertThat(bench.view(node).state()).isEqualTo(NodeState.DRAINING);
    assertThat(bench.view(job).grains().done()).isEqualTo(2);
    bench.feed(new Event.NodeResumed(node));
    bench.runAll();
    assertThat(bench.view(job).attempts().failed()).isZero();
    assertThat(bench.view(job).state().ended()).isTrue();
  }

  @Test
  void aNodeThatTakesNoMoreFinishesWhatRunsAndGetsWorkAgainWhenItSaysSo() {
    var full = bench.node(1);
    var job = bench.submit(bench.singles(3));
    var running = bench.leases(full).getFirst();
    bench.feed(new Event.NodeIntake(full, 1, false));
    bench.feed(new Event.LeasesReturned(full, 1, List.of(bench.leases(full).getLast().key())));
    bench.clear();
    bench.succeed(running);
    bench.sleep(4_000, full);
    assertThat(bench.leases()).isEmpty();
    assertThat(bench.view(full).state()).isEqualTo(NodeState.READY);
    bench.feed(new Event.NodeIntake(full, 1, true));
    assertThat(bench.leases(full)).isNotEmpty();
    bench.feed(new Event.NodeIntake(full, 1, false));
    bench.connect(full, 1, 1, MEMORY, List.of());
    bench.runAll();
    assertThat(bench.view(job).state().ended()).as("a hello opens it").isTrue();
  }

  @Test
  void workFlowsOnlyWhenNeitherTheOperatorNorTheNodeItselfForbidsIt() {
    var node = bench.node(2);
    bench.feed(new Event.NodePaused(node));
    bench.feed(new Event.NodeIntake(node, 1, false));
    bench.submit(bench.singles(2));
    bench.feed(new Event.NodeResumed(node));
    assertThat(bench.leases()).as("the node itself still forbids it").isEmpty();
    bench.feed(new Event.NodePaused(node));
    bench.feed(new Event.NodeIntake(node, 1, true));
    assertThat(bench.leases()).as("the operator still forbids it").isEmpty();
    bench.feed(new Event.NodeResumed(node));
    assertThat(bench.leases()).hasSize(2);
  }

  @Test
  void aPausedNodeStaysPausedWhenItComesBack() {
    var node = bench.node(2);
    bench.feed(new Event.NodePaused(node));
    bench.feed(new Event.NodeDisconnected(node, 1));
    bench.connect(node, 1, 2, MEMORY, List.of());
    assertThat(bench.view(node).state()).isEqualTo(NodeState.PAUSED);
    bench.submit(bench.singles(2));
    assertThat(bench.leases()).isEmpty();
    bench.feed(new Event.NodeResumed(node));
    assertThat(bench.leases()).isNotEmpty();
  }

  @Test
  void aDrainedNodeThatIsStartedAnewWorksAgain() {
    var node = bench.node(1);
    bench.feed(new Event.NodeDraining(node));
    bench.connect(node, 2, 1, MEMORY, List.of());
    assertThat(bench.view(node).state()).isEqualTo(NodeState.READY);
  }

  @Test
  void aLeaseThatItsNodeNeverGotIsAskedBackAndRunsElsewhere() {
    var node = bench.node(1);
    var job = bench.submit(bench.singles(1));
    for (int second = 0; second < 31; second++) {
      bench.sleep(1_000);
      bench.heartbeat(node, List.of());
    }
    assertThat(bench.sent(Command.Revoke.class)).hasSize(1);
    assertThat(bench.leases(node)).hasSize(1);
    bench.succeed(bench.leases(node).getFirst());
    assertThat(bench.view(job).state().ended()).isTrue();
  }

  @Test
  void aNodeThatComputesForNobodyIsToldToStop() {
    var node = bench.node(1);
    bench.clear();
    var unknown = new LeaseKey(1, 999);
    bench.heartbeat(node, List.of(unknown));
    assertThat(bench.commands).containsExactly(new Command.Cancel(node, unknown));
  }

  @Test
  void aNodeMayFollowTheLongerIntervalForAWhileAfterMostHaveLeft() {
    var nodes = nodes(300);
    for (var node : nodes.subList(10, 300)) bench.feed(new Event.NodeLeft(node, 1));
    var others = array(nodes.subList(1, 10));

    bench.sleep(6_000, others);
    assertThat(bench.view(nodes.getFirst()).state())
        .as("heartbeats were 6 s apart")
        .isEqualTo(NodeState.READY);

    bench.heartbeat(nodes.getFirst(), List.of());
    bench.sleep(20_000, others);
    assertThat(bench.view(nodes.getFirst()).state()).isEqualTo(NodeState.LOST);
  }
}
