package io.processdistro.node.spool;

import static io.processdistro.node.testing.Leases.claim;
import static io.processdistro.node.testing.Leases.held;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.link.MessageSender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReporterTest {
  private static final Path FILE = Path.of("output-1");

  private final ArrayDeque<Runnable> turn = new ArrayDeque<>();
  private final List<Path> deleted = new ArrayList<>();
  private final List<Promise<Void>> uploads = new ArrayList<>();
  private final List<Boolean> rooms = new ArrayList<>();
  private final FakeLink link = new FakeLink();
  private final Reporter reporter =
      new Reporter(link, (output, file) -> upload(), deleted::add, turn::add, 1 << 30, rooms::add);

  @Test
  void whatEndsInOneTurnSharesAFrame() {
    link.connected = true;
    reporter.report(inline(1, 10), claim(1), Optional.empty());
    reporter.report(inline(2, 10), claim(2), Optional.empty());
    assertThat(link.frames).isEmpty();
    endTurn();
    assertThat(link.frames).hasSize(1);
    assertThat(leases(0)).containsExactly(key(1), key(2));
  }

  @Test
  void withoutAConnectionReportsWaitAndGoOutInOrder() {
    for (int i = 1; i <= 3; i++) reporter.report(inline(i, 10), claim(i), Optional.empty());
    endTurn();
    assertThat(link.frames).isEmpty();
    link.connected = true;
    reporter.reconnected();
    endTurn();
    assertThat(leases(0)).containsExactly(key(1), key(2), key(3));
  }

  @Test
  void everyFrameStaysWithinTheLimitsWhateverPilesUp() {
    for (int i = 1; i <= 3_000; i++)
      reporter.report(inline(i, i % 700), claim(i), Optional.empty());
    for (int i = 3_001; i <= 3_020; i++) {
      reporter.report(inline(i, WireLimits.OUTPUT_INLINE_BYTES_MAX), claim(i), Optional.empty());
    }
    reporter.report(
        failed(3_021, "é".repeat(WireLimits.TEXT_BYTES_MAX / 3)), claim(3_021), Optional.empty());
    link.connected = true;
    reporter.reconnected();
    endTurn();
    var codec = new CborCodec<>(NodeMessage.class);
    var sent = new ArrayList<LeaseKey>();
    for (var frame : link.frames) {
      assertThat(frame.tasks()).hasSizeLessThanOrEqualTo(WireLimits.BATCH_MAX);
      assertThat(codec.encode(frame)).hasSizeLessThanOrEqualTo(WireLimits.FRAME_BYTES_MAX);
      frame.tasks().forEach(report -> sent.add(report.lease()));
    }
    assertThat(sent).hasSize(3_021).doesNotHaveDuplicates();
  }

  @Test
  void aSlowLinkIsNotFlooded() {
    link.connected = true;
    link.slow = true;
    reporter.report(inline(1, 10), claim(1), Optional.empty());
    endTurn();
    assertThat(link.frames).isEmpty();
    link.slow = false;
    reporter.flush();
    assertThat(leases(0)).containsExactly(key(1));
  }

  @Test
  void onlyAnAcknowledgementEndsAReport() {
    link.connected = true;
    reporter.report(inline(1, 10), claim(1), Optional.empty());
    reporter.report(inline(2, 10), claim(2), Optional.empty());
    endTurn();
    reporter.acknowledged(List.of(key(1), key(77)));
    assertThat(reporter.unacknowledged()).containsExactly(held(2, HeldLease.State.REPORTED));
    assertThat(reporter.whenEmpty().isComplete()).isFalse();
    reporter.reconnected();
    endTurn();
    assertThat(leases(1)).containsExactly(key(2));
    reporter.acknowledged(List.of(key(2)));
    assertThat(reporter.whenEmpty().succeeded()).isTrue();
    reporter.report(inline(3, 1), claim(3), Optional.empty());
    assertThat(reporter.whenEmpty().isComplete()).isFalse();
  }

  @Test
  void aReportThatIsAcknowledgedBeforeItIsSentAgainIsNotSent() {
    link.connected = true;
    reporter.report(inline(1, 10), claim(1), Optional.empty());
    reporter.acknowledged(List.of(key(1)));
    endTurn();
    assertThat(link.frames).isEmpty();
  }

  @Test
  void aLargeOutputIsUploadedFirstAndItsFileKeptUntilTheAcknowledgement() {
    link.connected = true;
    reporter.report(blob(1), claim(1), Optional.of(FILE));
    reporter.report(inline(2, 1), claim(2), Optional.empty());
    endTurn();
    assertThat(leases(0)).containsExactly(key(2));
    uploads.getFirst().complete();
    endTurn();
    assertThat(leases(1)).containsExactly(key(1));
    assertThat(deleted).isEmpty();
    reporter.acknowledged(List.of(key(1)));
    assertThat(deleted).containsExactly(FILE);
  }

  @Test
  void anUploadThatBreaksWithTheConnectionIsDoneAgainOnTheNextOne() {
    link.connected = true;
    reporter.report(blob(1), claim(1), Optional.of(FILE));
    link.connected = false;
    uploads.getFirst().fail("broken");
    endTurn();
    assertThat(reporter.unacknowledged()).containsExactly(held(1, HeldLease.State.REPORTED));
    link.connected = true;
    reporter.reconnected();
    uploads.get(1).complete();
    endTurn();
    assertThat(link.frames.getFirst().tasks().getFirst()).isEqualTo(blob(1));
  }

  @Test
  void anUploadThatGoesOnAcrossAReconnectIsNotDoneTwice() {
    link.connected = true;
    reporter.report(blob(1), claim(1), Optional.of(FILE));
    reporter.reconnected();
    assertThat(uploads).hasSize(1);
    uploads.getFirst().complete();
    endTurn();
    assertThat(link.frames).hasSize(1);
  }

  @Test
  void anOutputThatCannotBeUploadedBecomesAFailureOfTheTransfer() {
    link.connected = true;
    reporter.report(blob(1), claim(1), Optional.of(FILE));
    uploads.getFirst().fail("disk full over there");
    endTurn();
    var failure = (Outcome.Failed) link.frames.getFirst().tasks().getFirst().outcome();
    assertThat(failure.code()).isEqualTo(ErrorCode.TRANSFER_FAILED);
    assertThat(failure.message()).contains("disk full over there");
    assertThat(deleted).containsExactly(FILE);
  }

  @Test
  void roomEndsWithTheBytesThatWaitAndComesBackBelowThem() {
    var small =
        new Reporter(link, (output, file) -> upload(), deleted::add, turn::add, 1_000, rooms::add);
    small.report(inline(1, 500), claim(1), Optional.empty());
    assertThat(small.hasRoom()).isTrue();
    small.report(inline(2, 500), claim(2), Optional.empty());
    small.report(inline(3, 500), claim(3), Optional.empty());
    assertThat(small.hasRoom()).isFalse();
    assertThat(small.size()).as("nothing is dropped").isEqualTo(3);
    endTurn();
    assertThat(rooms).containsExactly(false);
    small.acknowledged(List.of(key(1)));
    assertThat(small.hasRoom()).isFalse();
    small.acknowledged(List.of(key(2)));
    endTurn();
    assertThat(rooms).containsExactly(false, true);
  }

  private Future<?> upload() {
    Promise<Void> promise = Promise.promise();
    uploads.add(promise);
    return promise.future();
  }

  private void endTurn() {
    while (!turn.isEmpty()) turn.remove().run();
  }

  private List<LeaseKey> leases(int frame) {
    return link.frames.get(frame).tasks().stream().map(TaskReport::lease).toList();
  }

  private static TaskReport inline(long number, int length) {
    var output = new Output.Inline(new byte[length]);
    return new TaskReport(key(number), new Outcome.Succeeded(output), TaskTimes.NONE);
  }

  private static TaskReport blob(long number) {
    var output = new Output.Blob(ContentHash.of(new byte[] {1}), 1 << 20);
    return new TaskReport(key(number), new Outcome.Succeeded(output), TaskTimes.NONE);
  }

  private static TaskReport failed(long number, String text) {
    var failure = new Outcome.Failed(ErrorCode.GUEST_TRAP, text, text);
    return new TaskReport(key(number), failure, TaskTimes.NONE);
  }

  private static final class FakeLink implements MessageSender {
    private final List<NodeMessage.Report> frames = new ArrayList<>();
    private boolean connected;
    private boolean slow;

    @Override
    public boolean isConnected() {
      return connected;
    }

    @Override
    public boolean isSlow() {
      return slow;
    }

    @Override
    public void send(NodeMessage message) {
      frames.add((NodeMessage.Report) message);
    }
  }
}
