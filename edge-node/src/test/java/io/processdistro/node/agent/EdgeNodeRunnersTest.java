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
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.node.testing.Leases;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole node whose runners die, hang or never start. */
@Timeout(180)
class EdgeNodeRunnersTest {
  @RegisterExtension final NodeHarness node = new NodeHarness();

  @Test
  void aDeadRunnerFailsItsTasksAndIsReplaced() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller()
        .send(assign(grant(1, "sleep 60000"), grant(2, "die"), grant(3, "echo after")));
    var reports = node.reports(3);
    for (long number : List.of(1L, 2L)) {
      var failure = failure(reportOf(number, reports));
      assertThat(failure.code()).isEqualTo(ErrorCode.RUNNER_DIED);
      assertThat(failure.message()).contains("code 7").contains("simulated crash");
    }
    assertThat(text(reportOf(3, reports).outcome())).isEqualTo("echo after");
    assertThat(node.runners().started).hasSize(2);
  }

  @Test
  void aTaskThatCannotBeStoppedCostsItsRunnerAndIsNamed() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    var terms = Leases.terms(ContentHash.of(Leases.MODULE), 100);
    node.controller().send(assign(terms, grant(1, "hang")));
    node.controller().send(assign(grant(2, "sleep 60000")));
    var reports = node.reports(2);
    assertThat(failure(reportOf(1, reports)).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(failure(reportOf(2, reports)).code()).isEqualTo(ErrorCode.RUNNER_DIED);
    node.controller().send(assign(grant(3, "echo after")));
    assertThat(text(node.reports(1).getFirst().outcome())).isEqualTo("echo after");
  }

  @Test
  void aWarmModuleIsReasonEnoughToRunItsTasksWhileTheSelfTestGoesOn() throws Exception {
    node.useRunners("mute");
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    node.controller().send(assign(grant(1, "echo early"), grant(2, "sleep 60000")));
    assertThat(text(node.reports(1).getFirst().outcome())).isEqualTo("echo early");
    node.controller().send(new ControllerMessage.Cancel(List.of(key(2))));
    assertThat(node.reports(1).getFirst().outcome()).isEqualTo(new Outcome.Cancelled());
  }

  @Test
  void aRunnerThatNeverStartsMakesTheNodeGiveUpWithItsLastWords() throws Exception {
    node.useRunners("dead");
    node.start();
    assertThat(node.end().failure().orElseThrow()).contains("code 4").contains("no engine here");
    assertThat(node.runners().started).hasSize(3);
  }
}
