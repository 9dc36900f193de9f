package io.processdistro.node.agent;

import static io.processdistro.node.agent.NodeHarness.failure;
import static io.processdistro.node.agent.NodeHarness.reportOf;
import static io.processdistro.node.agent.NodeHarness.text;
import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.node.testing.Leases;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A whole node with real sockets, files and child processes; only controller and guests are fake.
 */
@Timeout(180)
class EdgeNodeTest {
  @RegisterExtension final NodeHarness node = new NodeHarness();

  @Test
  void itIntroducesItselfWithItsSelfTestAndBeats() throws Exception {
    node.start();
    var hello = node.controller().await(NodeMessage.Hello.class);
    assertThat(hello.slots()).isEqualTo(NodeHarness.SLOTS);
    assertThat(hello.incarnation()).isEqualTo(5);
    assertThat(hello.name()).isEqualTo(new NodeName("kitchen"));
    assertThat(hello.host().cpus()).isPositive();
    assertThat(hello.leasesHeld()).isEmpty();
    var first = node.controller().await(NodeMessage.Heartbeat.class);
    var second =
        node.controller()
            .await(NodeMessage.Heartbeat.class, beat -> beat.engine().name().equals("fake"));
    assertThat(second.sequence()).isGreaterThan(first.sequence());
  }

  @Test
  void tasksRunAndTheirReportsTellOutcomeAndTimes() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "echo hello"), grant(2, "trap")));

    var reports = node.reports(2);
    var echo = reportOf(1, reports);
    assertThat(text(echo.outcome())).isEqualTo("echo hello");
    assertThat(echo.times().kernelNanos()).isEqualTo(1);
    assertThat(echo.times().slotNanos()).isPositive();
    assertThat(reportOf(2, reports).outcome())
        .isEqualTo(new Outcome.Failed(ErrorCode.GUEST_TRAP, "trap: trap", ""));
  }

  @Test
  void repeatedLeasesRunOnce() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "sleep 200")));
    node.controller().send(assign(grant(1, "sleep 200"), grant(2, "echo x")));
    assertThat(node.reports(2))
        .extracting(TaskReport::lease)
        .containsExactlyInAnyOrder(key(1), key(2));
    node.controller().send(assign(grant(1, "sleep 200")));
    node.controller().send(assign(grant(3, "echo y")));
    assertThat(node.reports(1)).extracting(TaskReport::lease).containsExactly(key(3));
  }

  @Test
  void moreLeasesThanSlotsWaitAndCanBeRevokedUntilTheyStart() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller()
        .send(assign(grant(1, "sleep 60000"), grant(2, "sleep 60000"), grant(3, "echo a")));
    var beat =
        node.controller()
            .await(NodeMessage.SignOfLife.class, b -> b.running().size() == NodeHarness.SLOTS);
    assertThat(beat.waiting()).isEqualTo(1);

    node.controller().send(new ControllerMessage.Revoke(List.of(key(1), key(3), key(99))));
    assertThat(node.controller().await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));
    node.controller().send(new ControllerMessage.Cancel(List.of(key(1), key(2), key(98))));
    assertThat(node.reports(2))
        .allSatisfy(report -> assertThat(report.outcome()).isEqualTo(new Outcome.Cancelled()));
  }

  @Test
  void whatThisNodeCannotRunIsReportedAndHarmsNobody() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller()
        .send(assign(Leases.terms(ContentHash.of(new byte[] {9}), 100), grant(1, "echo")));
    assertThat(failure(node.reports(1).getFirst()).code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    node.controller().send(assign(grant(2, "echo x")));
    assertThat(text(node.reports(1).getFirst().outcome())).isEqualTo("echo x");
  }

  @Test
  void nonsenseFromTheControllerIsRefusedAndTheConnectionStays() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    var random = new Random(20261121);
    for (int round = 0; round < 50; round++) {
      var garbage = new byte[random.nextInt(2_000)];
      random.nextBytes(garbage);
      node.controller().sendRaw(garbage);
      assertThat(node.controller().await(NodeMessage.Refused.class).reason()).isNotBlank();
    }
    node.controller().sendText("{}");
    assertThat(node.controller().await(NodeMessage.Refused.class).reason()).contains("text");
    node.controller().send(assign(grant(1, "echo x")));
    assertThat(text(node.reports(1).getFirst().outcome())).isEqualTo("echo x");
  }

  @Test
  void whatAKilledProcessHadBegunToLayOutIsRemovedAtTheStart() throws Exception {
    var modules = Files.createDirectories(node.directory().resolve("modules"));
    var begun = Files.createTempFile(modules, ".new-", "");
    node.start();
    assertThat(begun).doesNotExist();
    assertThat(modules).isNotEmptyDirectory();
  }
}
