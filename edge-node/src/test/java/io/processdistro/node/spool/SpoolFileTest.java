package io.processdistro.node.spool;

import static io.processdistro.node.testing.Leases.claim;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
  private static final SpoolRecord ORIGIN = new SpoolRecord.Origin(NodeId.random(new Random(1)));

  @TempDir Path directory;

  private Path path() {
    return directory.resolve("reports");
  }

  private static SpoolRecord kept(long number) {
    var output = new Output.Inline("result".repeat((int) number).getBytes(StandardCharsets.UTF_8));
    var report = new TaskReport(key(number), new Outcome.Succeeded(output), TaskTimes.NONE);
    return new SpoolRecord.Kept(report, claim(number), Optional.of("output-1-" + number));
  }

  private byte[] written() throws Exception {
    try (var file = SpoolFile.create(path(), List.of(ORIGIN, kept(1)))) {
      file.append(List.of(kept(2), new SpoolRecord.Forgotten(List.of(key(1)))));
      file.append(List.of(kept(3)));
      assertThat(file.lengthBytes()).isEqualTo(Files.size(path()));
    }
    return Files.readAllBytes(path());
  }

  @Test
  void whatWasWrittenIsReadInOrder() throws Exception {
    written();
    var content = SpoolFile.read(path());
    assertThat(content.damage()).isEmpty();
    assertThat(content.records())
        .usingRecursiveComparison()
        .isEqualTo(
            List.of(ORIGIN, kept(1), kept(2), new SpoolRecord.Forgotten(List.of(key(1))), kept(3)));
  }

  @Test
  void aFileThatEndsAnywhereIsReadUpToItsLastWholeRecord() throws Exception {
    var bytes = written();
    int before = 0;
    for (int length = 0; length <= bytes.length; length++) {
      Files.write(path(), Arrays.copyOf(bytes, length));
      var content = SpoolFile.read(path());
      assertThat(content.damage()).as("%d bytes", length).isEmpty();
      assertThat(content.records().size()).isBetween(before, before + 1);
      before = content.records().size();
    }
    assertThat(before).isEqualTo(5);
  }

  @Test
  void everyFlippedBitIsNoticedAndWhatStandsBeforeItIsRead() throws Exception {
    var bytes = written();
    for (int at = 0; at < bytes.length; at++) {
      var damaged = bytes.clone();
      damaged[at] = (byte) (damaged[at] ^ (1 << (at % 8)));
      Files.write(path(), damaged);
      var content = SpoolFile.read(path());
      assertThat(content.damage()).as("byte %d", at).isPresent();
      assertThat(content.records()).hasSizeLessThan(5);
    }
  }

  @Test
  void filesOfOthersAreNamedAsSuch() throws Exception {
    Files.writeString(path(), "SQLite format 3 and much more");
    assertThat(SpoolFile.read(path()).damage().orElseThrow()).contains("not the spool");
    Files.writeString(path(), "hello");
    assertThat(SpoolFile.read(path()).damage().orElseThrow()).contains("not the spool");
    Files.writeString(path(), "PDSPOOL2 and what comes then");
    assertThat(SpoolFile.read(path()).damage().orElseThrow()).contains("format 2 instead of 1");
    var random = new Random(20261122);
    for (int round = 0; round < 500; round++) {
      var noise = new byte[9 + random.nextInt(300)];
      random.nextBytes(noise);
      Files.write(path(), noise);
      assertThat(SpoolFile.read(path()).records()).isEmpty();
    }
  }

  @Test
  void aFileThatIsNotThereHoldsNothing() throws Exception {
    assertThat(SpoolFile.read(path()))
        .isEqualTo(new SpoolFile.Content(List.of(), Optional.empty()));
  }
}
