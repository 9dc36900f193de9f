package io.processdistro.node.agent;

import static io.processdistro.node.agent.NodeHarness.failure;
import static io.processdistro.node.agent.NodeHarness.reportOf;
import static io.processdistro.node.agent.NodeHarness.text;
import static io.processdistro.node.testing.Leases.assign;
import static io.processdistro.node.testing.Leases.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.wire.NodeMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Inputs of a whole node: fetched from its controller, cut, or not to be had. */
@Timeout(180)
class EdgeNodeInputsTest {
  @RegisterExtension final NodeHarness node = new NodeHarness();

  @Test
  void inputsAreFetchedOncePerNodeAndCutIntoSlices() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    var first = node.controller().offer("0123456789".getBytes(StandardCharsets.UTF_8));
    var second = node.controller().offer("abcdefghij".getBytes(StandardCharsets.UTF_8));
    node.controller()
        .send(
            assign(
                grant(1, "echo ", BlobSlice.whole(first, 10), new BlobSlice(second, 2, 3)),
                grant(2, "echo ", BlobSlice.whole(first, 10)),
                grant(3, "echo ", new BlobSlice(first, 9, 1), new BlobSlice(first, 0, 1))));

    var reports = node.reports(3);
    assertThat(text(reportOf(1, reports).outcome())).isEqualTo("echo 0123456789cde");
    assertThat(text(reportOf(2, reports).outcome())).isEqualTo("echo 0123456789");
    assertThat(text(reportOf(3, reports).outcome())).isEqualTo("echo 90");
    assertThat(node.controller().requestsOf("GET", first)).isEqualTo(1);
    assertThat(node.controller().requestsOf("GET", second)).isEqualTo(1);
  }

  @Test
  void aSliceBeyondItsBlobFailsTheTaskOnly() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    var blob = node.controller().offer(new byte[10]);
    node.controller()
        .send(assign(grant(1, "echo ", new BlobSlice(blob, 5, 6)), grant(2, "echo still here")));
    var reports = node.reports(2);
    assertThat(failure(reportOf(1, reports)).code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    assertThat(text(reportOf(2, reports).outcome())).isEqualTo("echo still here");
  }

  @Test
  void anInputThatIsNowhereFailsItsTask() throws Exception {
    node.start();
    node.controller().await(NodeMessage.Hello.class);
    var nowhere = ContentHash.of(new byte[] {1});
    node.controller().send(assign(grant(1, "echo ", BlobSlice.whole(nowhere, 1))));
    var failure = failure(node.reports(1).getFirst());
    assertThat(failure.code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    assertThat(failure.message()).contains("404").contains(nowhere.brief());
  }
}
