package io.processdistro.node.agent;

import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole node that is told to leave. */
@Timeout(180)
class EdgeNodeLeavingTest {
  @RegisterExtension final NodeHarness node = new NodeHarness();

  @Test
  void aDrainedNodeGivesBackWhatWaitsFinishesWhatRunsAndSaysGoodbye() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller()
        .send(assign(grant(1, "sleep 500"), grant(2, "sleep 500"), grant(3, "echo no")));
    node.controller()
        .await(NodeMessage.SignOfLife.class, beat -> beat.running().size() == NodeHarness.SLOTS);
    node.running().leave();

    node.controller().await(NodeMessage.Drain.class);
    assertThat(node.controller().await(NodeMessage.Revoked.class).leases()).containsExactly(key(3));
    node.controller().send(assign(grant(4, "echo too late")));
    assertThat(node.controller().await(NodeMessage.Revoked.class).leases()).containsExactly(key(4));
    assertThat(node.reports(2))
        .extracting(TaskReport::lease)
        .containsExactlyInAnyOrder(key(1), key(2));
    assertThat(node.running().ended().toCompletableFuture()).isNotDone();
    node.controller().send(new ControllerMessage.Acknowledge(List.of(key(1), key(2))));
    node.controller().await(NodeMessage.Goodbye.class);
    assertThat(node.end().failure()).isEmpty();
  }

  @Test
  void anIdleNodeLeavesAtOnce() throws Exception {
    node.start();
    node.controller().await(NodeMessage.SignOfLife.class);
    node.running().leave();
    node.controller().await(NodeMessage.Goodbye.class);
    assertThat(node.end().failure()).isEmpty();
  }

  @Test
  void leavingEndsEvenIfNothingIsAcknowledged() throws Exception {
    node.start(NodeHarness.FIRST_LIFE, NodeConfig.SPOOL_BYTES_DEFAULT, Duration.ofMillis(500));
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "echo x"), grant(2, "sleep 60000")));
    node.reports(1);
    node.running().leave();
    node.controller().await(NodeMessage.Goodbye.class);
    assertThat(node.end().failure()).isEmpty();
  }
}
