package io.processdistro.controller.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.trust.Authorities;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
  /** Keeps what it is given until it is told to go on. */
  private static final class Hesitant implements FakeNode.Work {
    private final List<Given> kept = new ArrayList<>();
    private boolean hesitates = true;

    private record Given(long epoch, LeaseGrant lease) {}

    @Override
    public synchronized Outcome apply(Long epoch, LeaseGrant lease) {
      if (!hesitates) return FakeNode.SQUARES.apply(epoch, lease);
      kept.add(new Given(epoch, lease));
      return FakeNode.NOTHING.apply(epoch, lease);
    }

    synchronized int held() {
      return kept.size();
    }

    synchronized void goOn(FakeNode node) {
      hesitates = false;
      for (var given : kept) {
        var outcome = FakeNode.SQUARES.apply(given.epoch(), given.lease());
        node.report(new LeaseKey(given.epoch(), given.lease().number()), outcome);
      }
    }
  }

  @Test
  void aChangeOfAuthorityLosesNoTask(@TempDir Path directory) {
    var work = new Hesitant();
    try (var controller = RunningController.start(directory);
        var node = FakeNode.connect(controller, "one", 2, work)) {
      var before = Authorities.parse(controller.server().access().ca());
      var job = controller.submitSquares(200);
      await().until(() -> work.held() > 0);
      node.heartbeat();

      assertThat(controller.post("/v1/authority/rotate", "").status()).isEqualTo(200);
      assertThat(Authorities.parse(controller.server().access().ca()).fingerprint())
          .isNotEqualTo(before.fingerprint());

      work.goOn(node);
      var done = controller.awaitJob(job);
      assertThat(done.path("state").asText()).isEqualTo("completed");
      assertThat(done.at("/stats/lost").asLong()).isZero();
      assertThat(done.at("/stats/stale").asLong()).isZero();
      assertThat(node.isClosed()).as("its connection went on").isFalse();
    }
  }
}
