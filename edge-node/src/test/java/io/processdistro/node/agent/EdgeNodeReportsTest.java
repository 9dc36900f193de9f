package io.processdistro.node.agent;

import static io.processdistro.node.agent.NodeHarness.reportOf;
import static io.processdistro.node.agent.NodeHarness.text;
import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.held;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Results of a whole node: uploaded, kept until they are acknowledged, offered again. */
@Timeout(180)
class EdgeNodeReportsTest {
  @RegisterExtension final NodeHarness node = new NodeHarness();

  @Test
  void aLargeOutputIsUploadedBeforeItsReport() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "blob 6000000")));
    var succeeded = (Outcome.Succeeded) node.reports(1).getFirst().outcome();
    var blob = (Output.Blob) succeeded.output();
    assertThat(blob.lengthBytes()).isEqualTo(6_000_000);
    assertThat(node.controller().blobs.get(blob.hash())).hasSize(6_000_000);

    node.controller().send(new ControllerMessage.Acknowledge(List.of(key(1))));
    await()
        .atMost(NodeHarness.PATIENCE)
        .untilAsserted(() -> assertThat(node.outputFiles()).isEmpty());
  }

  @Test
  void reportsAreSentAgainOnEveryConnectionUntilTheyAreAcknowledged() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "echo one"), grant(2, "blob 300000")));
    node.reports(2);

    node.controller().dropConnections();
    var hello = node.controller().await(NodeMessage.Hello.class);
    assertThat(hello.leasesHeld())
        .containsExactlyInAnyOrder(
            held(1, HeldLease.State.REPORTED), held(2, HeldLease.State.REPORTED));
    assertThat(node.reports(2))
        .extracting(TaskReport::lease)
        .containsExactlyInAnyOrder(key(1), key(2));

    node.controller().send(new ControllerMessage.Acknowledge(List.of(key(1), key(2))));
    await()
        .atMost(NodeHarness.PATIENCE)
        .untilAsserted(() -> assertThat(node.outputFiles()).isEmpty());
    node.controller().dropConnections();
    assertThat(node.controller().await(NodeMessage.Hello.class).leasesHeld()).isEmpty();
  }

  @Test
  void whatEndsWhileTheControllerIsAwayIsReportedWhenItIsBack() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller()
        .send(assign(grant(1, "sleep 300"), grant(2, "blob 300000"), grant(3, "echo x")));
    node.controller().await(NodeMessage.SignOfLife.class, beat -> !beat.running().isEmpty());
    node.controller().stop();
    await().atMost(NodeHarness.PATIENCE).until(() -> node.controller().connections() == 0);
    node.controller().blobs.clear();
    await().atMost(NodeHarness.PATIENCE).until(node::isIdle);
    node.controller().restart();

    node.controller().await(NodeMessage.Hello.class);
    var reports = node.reports(3);
    assertThat(reports).extracting(TaskReport::lease).contains(key(1), key(2), key(3));
    var blob = (Output.Blob) ((Outcome.Succeeded) reportOf(2, reports).outcome()).output();
    assertThat(node.controller().blobs).containsKey(blob.hash());
  }

  @Test
  void whatWasNotAcknowledgedIsOfferedByTheNextLifeOfTheAgent() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller()
        .send(assign(grant(1, "echo one"), grant(2, "blob 300000"), grant(3, "echo known")));
    node.reports(3);
    node.controller().send(new ControllerMessage.Acknowledge(List.of(key(3))));
    await()
        .atMost(NodeHarness.PATIENCE)
        .untilAsserted(() -> assertThat(node.spooled()).contains("echo one").contains("output-5-"));
    node.running().close();
    node.controller().blobs.clear();

    node.start(6, NodeConfig.SPOOL_BYTES_DEFAULT, NodeHarness.DRAIN_MAX);
    var hello = node.controller().await(NodeMessage.Hello.class, later -> later.incarnation() == 6);
    assertThat(hello.leasesHeld())
        .contains(held(1, HeldLease.State.REPORTED), held(2, HeldLease.State.REPORTED));
    var again = node.reports(hello.leasesHeld().size());
    assertThat(text(reportOf(1, again).outcome())).isEqualTo("echo one");
    var blob = (Output.Blob) ((Outcome.Succeeded) reportOf(2, again).outcome()).output();
    assertThat(node.controller().blobs.get(blob.hash())).hasSize(300_000);

    var all = again.stream().map(TaskReport::lease).toList();
    node.controller().send(new ControllerMessage.Acknowledge(all));
    await()
        .atMost(NodeHarness.PATIENCE)
        .untilAsserted(() -> assertThat(node.outputFiles()).isEmpty());
  }

  @Test
  void aNodeWhoseSpoolIsFullSaysSoTakesNoMoreAndDropsNothing() throws Exception {
    node.controller().greeting = List.of(new ControllerMessage.Welcome(1, 4, 1, 100, 5_000));
    node.start(NodeHarness.FIRST_LIFE, 500_000, NodeHarness.DRAIN_MAX);
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "blob 400000"), grant(2, "blob 400000")));
    var first = node.controller().await(NodeMessage.Intake.class);
    assertThat(first.open()).isFalse();
    assertThat(first.reason()).contains("spool");
    node.controller().send(assign(grant(3, "echo no room")));
    assertThat(node.controller().await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));

    node.controller().dropConnections();
    var hello = node.controller().await(NodeMessage.Hello.class);
    assertThat(hello.leasesHeld())
        .containsExactlyInAnyOrder(
            held(1, HeldLease.State.REPORTED), held(2, HeldLease.State.REPORTED));
    assertThat(node.controller().await(NodeMessage.Intake.class).open()).isFalse();
    node.controller().send(new ControllerMessage.Acknowledge(List.of(key(1), key(2))));
    assertThat(node.controller().await(NodeMessage.Intake.class).open()).isTrue();
    node.controller().send(assign(grant(4, "echo room")));
    node.controller()
        .await(
            NodeMessage.Report.class,
            report -> report.tasks().stream().anyMatch(task -> task.lease().equals(key(4))));
  }
}
