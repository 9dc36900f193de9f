package io.processdistro.node.agent;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.held;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.identity.NodeIdentity;
import io.processdistro.node.link.Entrance;
import io.processdistro.node.link.LinkConfig;
import io.processdistro.node.owner.OwnerRules;
import io.processdistro.node.supervisor.ProcessWrapper;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import io.processdistro.node.supervisor.UserRunners;
import io.processdistro.node.tasks.TaskLimits;
import io.processdistro.node.testing.FakeController;
import io.processdistro.node.testing.FakeRunners;
import io.processdistro.node.testing.Leases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node with real sockets, files and child processes; only controller and guests are fake.
 */
@Timeout(180)
class EdgeNodeTest {
  /** No test here has a module of a user. */
  private static final UserRunners NO_USERS =
      new UserRunners(
          heapBytes -> List.of("false"),
          ProcessWrapper.NONE,
          RunnerPoolLimits.withDefaults(1, 1L << 29));

  private static final int SLOTS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private FakeController controller;
  private FakeRunners runners;
  private EdgeNode node;

  @BeforeEach
  void prepare() {
    controller = new FakeController();
    runners = new FakeRunners();
  }

  @AfterEach
  void stop() {
    if (node != null) node.close();
    await().atMost(PATIENCE).until(() -> runners.started.stream().noneMatch(Process::isAlive));
    runners.close();
    controller.close();
  }

  @Test
  void itIntroducesItselfWithItsSelfTestAndBeats() throws Exception {
    startNode();
    var hello = controller.await(NodeMessage.Hello.class);
    assertThat(hello.slots()).isEqualTo(SLOTS);
    assertThat(hello.incarnation()).isEqualTo(5);
    assertThat(hello.name()).isEqualTo(new NodeName("kitchen"));
    assertThat(hello.host().cpus()).isPositive();
    assertThat(hello.leasesHeld()).isEmpty();
    var first = controller.await(NodeMessage.Heartbeat.class);
    var second =
        controller.await(NodeMessage.Heartbeat.class, beat -> beat.engine().name().equals("fake"));
    assertThat(second.sequence()).isGreaterThan(first.sequence());
  }

  @Test
  void tasksRunAndTheirReportsTellOutcomeAndTimes() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "echo hello"), grant(2, "trap")));

    var reports = reports(2);
    var echo = reportOf(1, reports);
    assertThat(text(echo.outcome())).isEqualTo("echo hello");
    assertThat(echo.times().kernelNanos()).isEqualTo(1);
    assertThat(echo.times().slotNanos()).isPositive();
    assertThat(reportOf(2, reports).outcome())
        .isEqualTo(new Outcome.Failed(ErrorCode.GUEST_TRAP, "trap: trap", ""));
  }

  @Test
  void inputsAreFetchedOncePerNodeAndCutIntoSlices() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    var first = controller.offer("0123456789".getBytes(StandardCharsets.UTF_8));
    var second = controller.offer("abcdefghij".getBytes(StandardCharsets.UTF_8));
    controller.send(
        assign(
            grant(1, "echo ", BlobSlice.whole(first, 10), new BlobSlice(second, 2, 3)),
            grant(2, "echo ", BlobSlice.whole(first, 10)),
            grant(3, "echo ", new BlobSlice(first, 9, 1), new BlobSlice(first, 0, 1))));

    var reports = reports(3);
    assertThat(text(reportOf(1, reports).outcome())).isEqualTo("echo 0123456789cde");
    assertThat(text(reportOf(2, reports).outcome())).isEqualTo("echo 0123456789");
    assertThat(text(reportOf(3, reports).outcome())).isEqualTo("echo 90");
    assertThat(controller.requestsOf("GET", first)).isEqualTo(1);
    assertThat(controller.requestsOf("GET", second)).isEqualTo(1);
  }

  @Test
  void aSliceBeyondItsBlobFailsTheTaskOnly() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    var blob = controller.offer(new byte[10]);
    controller.send(
        assign(grant(1, "echo ", new BlobSlice(blob, 5, 6)), grant(2, "echo still here")));
    var reports = reports(2);
    assertThat(failure(reportOf(1, reports)).code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    assertThat(text(reportOf(2, reports).outcome())).isEqualTo("echo still here");
  }

  @Test
  void anInputThatIsNowhereFailsItsTask() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    var nowhere = ContentHash.of(new byte[] {1});
    controller.send(assign(grant(1, "echo ", BlobSlice.whole(nowhere, 1))));
    var failure = failure(reports(1).getFirst());
    assertThat(failure.code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    assertThat(failure.message()).contains("404").contains(nowhere.brief());
  }

  @Test
  void aLargeOutputIsUploadedBeforeItsReport() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "blob 6000000")));
    var succeeded = (Outcome.Succeeded) reports(1).getFirst().outcome();
    var blob = (Output.Blob) succeeded.output();
    assertThat(blob.lengthBytes()).isEqualTo(6_000_000);
    assertThat(controller.blobs.get(blob.hash())).hasSize(6_000_000);

    controller.send(new ControllerMessage.Acknowledge(List.of(key(1))));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(outputFiles()).isEmpty());
  }

  @Test
  void reportsAreSentAgainOnEveryConnectionUntilTheyAreAcknowledged() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "echo one"), grant(2, "blob 300000")));
    reports(2);

    controller.dropConnections();
    var hello = controller.await(NodeMessage.Hello.class);
    assertThat(hello.leasesHeld())
        .containsExactlyInAnyOrder(
            held(1, HeldLease.State.REPORTED), held(2, HeldLease.State.REPORTED));
    assertThat(reports(2)).extracting(TaskReport::lease).containsExactlyInAnyOrder(key(1), key(2));

    controller.send(new ControllerMessage.Acknowledge(List.of(key(1), key(2))));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(outputFiles()).isEmpty());
    controller.dropConnections();
    assertThat(controller.await(NodeMessage.Hello.class).leasesHeld()).isEmpty();
  }

  @Test
  void whatEndsWhileTheControllerIsAwayIsReportedWhenItIsBack() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "sleep 300"), grant(2, "blob 300000"), grant(3, "echo x")));
    controller.await(NodeMessage.SignOfLife.class, beat -> !beat.running().isEmpty());
    controller.stop();
    await().atMost(PATIENCE).until(() -> controller.connections() == 0);
    controller.blobs.clear();
    Thread.sleep(1_000); // the tasks end meanwhile; nothing is asserted about when
    controller.restart();

    controller.await(NodeMessage.Hello.class);
    var reports = reports(3);
    assertThat(reports).extracting(TaskReport::lease).contains(key(1), key(2), key(3));
    var blob = (Output.Blob) ((Outcome.Succeeded) reportOf(2, reports).outcome()).output();
    assertThat(controller.blobs).containsKey(blob.hash());
  }

  @Test
  void whatWasNotAcknowledgedIsOfferedByTheNextLifeOfTheAgent() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "echo one"), grant(2, "blob 300000"), grant(3, "echo known")));
    reports(3);
    controller.send(new ControllerMessage.Acknowledge(List.of(key(3))));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(spooled()).contains("echo one").contains("output-5-"));
    node.close();
    controller.blobs.clear();

    startNode(6, NodeConfig.SPOOL_BYTES_DEFAULT, Duration.ofSeconds(30));
    var hello = controller.await(NodeMessage.Hello.class, later -> later.incarnation() == 6);
    assertThat(hello.leasesHeld())
        .contains(held(1, HeldLease.State.REPORTED), held(2, HeldLease.State.REPORTED));
    var again = reports(hello.leasesHeld().size());
    assertThat(text(reportOf(1, again).outcome())).isEqualTo("echo one");
    var blob = (Output.Blob) ((Outcome.Succeeded) reportOf(2, again).outcome()).output();
    assertThat(controller.blobs.get(blob.hash())).hasSize(300_000);

    var all = again.stream().map(TaskReport::lease).toList();
    controller.send(new ControllerMessage.Acknowledge(all));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(outputFiles()).isEmpty());
  }

  @Test
  void aNodeWhoseSpoolIsFullSaysSoTakesNoMoreAndDropsNothing() throws Exception {
    controller.greeting = List.of(new ControllerMessage.Welcome(1, 4, 1, 100, 5_000));
    startNode(5, 500_000, Duration.ofSeconds(30));
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "blob 400000"), grant(2, "blob 400000")));
    var first = controller.await(NodeMessage.Intake.class);
    assertThat(first.open()).isFalse();
    assertThat(first.reason()).contains("spool");
    controller.send(assign(grant(3, "echo no room")));
    assertThat(controller.await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));

    controller.dropConnections();
    var hello = controller.await(NodeMessage.Hello.class);
    assertThat(hello.leasesHeld())
        .containsExactlyInAnyOrder(
            held(1, HeldLease.State.REPORTED), held(2, HeldLease.State.REPORTED));
    assertThat(controller.await(NodeMessage.Intake.class).open()).isFalse();
    controller.send(new ControllerMessage.Acknowledge(List.of(key(1), key(2))));
    assertThat(controller.await(NodeMessage.Intake.class).open()).isTrue();
    controller.send(assign(grant(4, "echo room")));
    controller.await(
        NodeMessage.Report.class,
        report -> report.tasks().stream().anyMatch(task -> task.lease().equals(key(4))));
  }

  @Test
  void repeatedLeasesRunOnce() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "sleep 200")));
    controller.send(assign(grant(1, "sleep 200"), grant(2, "echo x")));
    assertThat(reports(2)).extracting(TaskReport::lease).containsExactlyInAnyOrder(key(1), key(2));
    controller.send(assign(grant(1, "sleep 200")));
    controller.send(assign(grant(3, "echo y")));
    assertThat(reports(1)).extracting(TaskReport::lease).containsExactly(key(3));
  }

  @Test
  void moreLeasesThanSlotsWaitAndCanBeRevokedUntilTheyStart() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "sleep 60000"), grant(2, "sleep 60000"), grant(3, "echo a")));
    var beat = controller.await(NodeMessage.SignOfLife.class, b -> b.running().size() == SLOTS);
    assertThat(beat.waiting()).isEqualTo(1);

    controller.send(new ControllerMessage.Revoke(List.of(key(1), key(3), key(99))));
    assertThat(controller.await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));
    controller.send(new ControllerMessage.Cancel(List.of(key(1), key(2), key(98))));
    assertThat(reports(2))
        .allSatisfy(report -> assertThat(report.outcome()).isEqualTo(new Outcome.Cancelled()));
  }

  @Test
  void aDeadRunnerFailsItsTasksAndIsReplaced() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "sleep 60000"), grant(2, "die"), grant(3, "echo after")));
    var reports = reports(3);
    for (long number : List.of(1L, 2L)) {
      var failure = failure(reportOf(number, reports));
      assertThat(failure.code()).isEqualTo(ErrorCode.RUNNER_DIED);
      assertThat(failure.message()).contains("code 7").contains("simulated crash");
    }
    assertThat(text(reportOf(3, reports).outcome())).isEqualTo("echo after");
    assertThat(runners.started).hasSize(2);
  }

  @Test
  void aTaskThatCannotBeStoppedCostsItsRunnerAndIsNamed() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    var terms = Leases.terms(ContentHash.of(Leases.MODULE), 100);
    controller.send(assign(terms, grant(1, "hang")));
    controller.send(assign(grant(2, "sleep 60000")));
    var reports = reports(2);
    assertThat(failure(reportOf(1, reports)).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(failure(reportOf(2, reports)).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    controller.send(assign(grant(3, "echo after")));
    assertThat(text(reports(1).getFirst().outcome())).isEqualTo("echo after");
  }

  @Test
  void whatThisNodeCannotRunIsReportedAndHarmsNobody() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(Leases.terms(ContentHash.of(new byte[] {9}), 100), grant(1, "echo")));
    assertThat(failure(reports(1).getFirst()).code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    controller.send(assign(grant(2, "echo x")));
    assertThat(text(reports(1).getFirst().outcome())).isEqualTo("echo x");
  }

  @Test
  void nonsenseFromTheControllerIsRefusedAndTheConnectionStays() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    var random = new Random(20261121);
    for (int round = 0; round < 50; round++) {
      var garbage = new byte[random.nextInt(2_000)];
      random.nextBytes(garbage);
      controller.sendRaw(garbage);
      assertThat(controller.await(NodeMessage.Refused.class).reason()).isNotBlank();
    }
    controller.sendText("{}");
    assertThat(controller.await(NodeMessage.Refused.class).reason()).contains("text");
    controller.send(assign(grant(1, "echo x")));
    assertThat(text(reports(1).getFirst().outcome())).isEqualTo("echo x");
  }

  @Test
  void aDrainedNodeGivesBackWhatWaitsFinishesWhatRunsAndSaysGoodbye() throws Exception {
    startNode();
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "sleep 500"), grant(2, "sleep 500"), grant(3, "echo no")));
    controller.await(NodeMessage.SignOfLife.class, beat -> beat.running().size() == SLOTS);
    node.leave();

    controller.await(NodeMessage.Drain.class);
    assertThat(controller.await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));
    controller.send(assign(grant(4, "echo too late")));
    assertThat(controller.await(NodeMessage.Revoked.class).leases()).containsExactly(key(4));
    assertThat(reports(2)).extracting(TaskReport::lease).containsExactlyInAnyOrder(key(1), key(2));
    assertThat(node.ended().toCompletableFuture()).isNotDone();
    controller.send(new ControllerMessage.Acknowledge(List.of(key(1), key(2))));
    controller.await(NodeMessage.Goodbye.class);
    assertThat(end().failure()).isEmpty();
  }

  @Test
  void anIdleNodeLeavesAtOnce() throws Exception {
    startNode();
    controller.await(NodeMessage.SignOfLife.class);
    node.leave();
    controller.await(NodeMessage.Goodbye.class);
    assertThat(end().failure()).isEmpty();
  }

  @Test
  void aRunnerThatNeverStartsMakesTheNodeGiveUpWithItsLastWords() throws Exception {
    runners = new FakeRunners("dead");
    startNode();
    assertThat(end().failure().orElseThrow()).contains("code 4").contains("no engine here");
    assertThat(runners.started).hasSize(3);
  }

  @Test
  void leavingEndsEvenIfNothingIsAcknowledged() throws Exception {
    startNode(Duration.ofMillis(500));
    controller.await(NodeMessage.Hello.class);
    controller.send(assign(grant(1, "echo x"), grant(2, "sleep 60000")));
    reports(1);
    node.leave();
    controller.await(NodeMessage.Goodbye.class);
    assertThat(end().failure()).isEmpty();
  }

  private void startNode() throws Exception {
    startNode(Duration.ofSeconds(30));
  }

  private void startNode(Duration drainMax) throws Exception {
    startNode(5, NodeConfig.SPOOL_BYTES_DEFAULT, drainMax);
  }

  private void startNode(long incarnation, long spoolBytesMax, Duration drainMax) throws Exception {
    var config =
        new NodeConfig(
            new NodeIdentity(NodeId.random(new Random(1)), incarnation),
            new NodeName("kitchen"),
            new TaskLimits(SLOTS, 1 << 28),
            LinkConfig.withDefaults(
                controller.address(), () -> Entrance.plain(FakeController.TOKEN)),
            HttpBlobs.Timeouts.DEFAULTS,
            directory,
            1 << 30,
            spoolBytesMax,
            1L << 30,
            OwnerRules.NONE,
            drainMax);
    node = EdgeNode.start(config, runners, NO_USERS, List.of(Leases.MODULE));
  }

  private NodeEnd end() throws Exception {
    try {
      return node.ended().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the node did not end", e);
    }
  }

  /** The next so many reports, whichever frames they come in. */
  private List<TaskReport> reports(int count) {
    var reports = new ArrayList<TaskReport>();
    while (reports.size() < count) {
      reports.addAll(controller.await(NodeMessage.Report.class).tasks());
    }
    assertThat(reports).hasSize(count);
    return reports;
  }

  private static TaskReport reportOf(long number, List<TaskReport> reports) {
    LeaseKey lease = key(number);
    return reports.stream().filter(report -> report.lease().equals(lease)).findAny().orElseThrow();
  }

  private static Outcome.Failed failure(TaskReport report) {
    assertThat(report.outcome()).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) report.outcome();
  }

  private static String text(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    var output = (Output.Inline) ((Outcome.Succeeded) outcome).output();
    return new String(output.bytes(), StandardCharsets.UTF_8);
  }

  private String spooled() throws Exception {
    return Files.readString(directory.resolve("spool/reports"), StandardCharsets.ISO_8859_1);
  }

  private List<Path> outputFiles() throws Exception {
    try (var files = Files.list(directory.resolve("spool"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("output-")).toList();
    }
  }
}
