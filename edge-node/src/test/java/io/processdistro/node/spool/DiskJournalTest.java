package io.processdistro.node.spool;

import static io.processdistro.node.testing.Leases.claim;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.node.identity.NodeIdentity;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real event loop, with a real file. */
class DiskJournalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final NodeIdentity NODE = new NodeIdentity(NodeId.random(new Random(1)), 1);

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final ReportSpool spool = new ReportSpool();
  private SpoolDirectory opened;
  private DiskJournal journal;

  @BeforeEach
  void open() throws Exception {
    opened = SpoolDirectory.open(directory, NODE);
    onLoop(() -> journal = new DiskJournal(vertx, opened, spool, () -> {}));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void onLoop(Runnable task) {
    var done = Promise.<Void>promise();
    loop.runOnContext(
        ignored -> {
          try {
            task.run();
            done.complete();
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    done.future().await();
  }

  private void keep(long number, int bytes) {
    var output = new Output.Inline(new byte[bytes]);
    var report = new TaskReport(key(number), new Outcome.Succeeded(output), TaskTimes.NONE);
    var entry = new ReportSpool.Entry(report, claim(number), Optional.empty());
    spool.keep(entry);
    journal.kept(entry);
  }

  private void acknowledge(long number) {
    spool.acknowledge(key(number));
    journal.forgotten(key(number));
  }

  /** What the next life of the agent would find. */
  private List<LeaseKey> onDisk() throws Exception {
    var copy = Files.createTempDirectory(directory, "copy");
    Files.copy(directory.resolve("reports"), copy.resolve("reports"));
    return SpoolDirectory.open(copy, NODE).restored().stream()
        .map(ReportSpool.Entry::lease)
        .toList();
  }

  @Test
  void whatIsNotAcknowledgedIsSoonOnTheDiskAndWhatIsIsGone() {
    onLoop(() -> LongStream.rangeClosed(1, 5).forEach(number -> keep(number, 10)));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(onDisk()).hasSize(5));
    onLoop(() -> LongStream.rangeClosed(1, 3).forEach(this::acknowledge));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(onDisk()).containsExactly(key(4), key(5)));
  }

  @Test
  void whatIsAcknowledgedAtOnceIsNeverWritten() throws Exception {
    long before = Files.size(directory.resolve("reports"));
    onLoop(
        () -> {
          for (long number = 1; number <= 1_000; number++) {
            keep(number, 100);
            acknowledge(number);
          }
          keep(1_001, 1);
        });
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(onDisk()).containsExactly(key(1_001)));
    assertThat(Files.size(directory.resolve("reports"))).isLessThan(before + 500);
  }

  @Test
  void aFileFullOfWhatIsAcknowledgedIsWrittenAnew() throws Exception {
    for (int round = 0; round < 12; round++) {
      long first = 1 + round * 4L;
      onLoop(() -> LongStream.range(first, first + 4).forEach(n -> keep(n, 250_000)));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(onDisk()).contains(key(first + 3)));
      onLoop(() -> LongStream.range(first, first + 4).forEach(this::acknowledge));
    }
    onLoop(() -> keep(999, 10));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(onDisk()).containsExactly(key(999)));
    assertThat(Files.size(directory.resolve("reports"))).isLessThan(7_000_000);
  }

  @Test
  void aDiskThatRefusesIsToldAndTriedAgain() throws Exception {
    opened.file().close();
    onLoop(() -> keep(1, 10));
    await().atMost(PATIENCE).until(() -> !writable());
    onLoop(() -> keep(2, 10));
    opened.file().rewrite(List.of(new SpoolRecord.Origin(NODE.id())));
    await().atMost(PATIENCE).until(this::writable);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(onDisk()).containsExactly(key(1), key(2)));
  }

  private boolean writable() {
    var answer = new boolean[1];
    onLoop(() -> answer[0] = journal.isWritable());
    return answer[0];
  }
}
