package io.processdistro.node.spool;

import static io.processdistro.node.testing.Leases.claim;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all are a spool that can be read up to somewhere, with a sentence about the rest. An
 * ordinary test run mutates the seeds for a second; {@code scripts/test --fuzz} has Jazzer do it
 * for a minute.
 */
class SpoolFuzzTest {
  private static final long MUTATING_SECONDS = 1;
  private static final int MUTATIONS_MAX = 100_000;
  private static final byte[] MAGIC = "PDSPOOL1".getBytes(StandardCharsets.US_ASCII);
  private static final CborCodec<SpoolRecord> CODEC = new CborCodec<>(SpoolRecord.class, 1 << 20);

  @TempDir static Path directory;

  /** As a whole file, and, because checksums would keep most of it out, as one sound record. */
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isReadUpToTheDamage(byte[] bytes) throws IOException {
    if (bytes == null) return;
    read(bytes);
    if (bytes.length > 0) read(fileOf(bytes));
  }

  private static void read(byte[] content) throws IOException {
    var file = Files.write(directory.resolve("reports"), content);
    var found = SpoolFile.read(file);
    assertThat(found.records()).doesNotContainNull();
    found.damage().ifPresent(why -> assertThat(why.length()).isBetween(5, 2_000));
  }

  private static byte[] fileOf(byte[] body) {
    var file = ByteBuffer.allocate(MAGIC.length + 12 + body.length);
    file.put(MAGIC).putInt(body.length).putInt(checksum(body, 0, body.length));
    file.putInt(checksum(file.array(), MAGIC.length, 8)).put(body);
    return file.array();
  }

  private static int checksum(byte[] bytes, int from, int count) {
    var sum = new CRC32C();
    sum.update(bytes, from, count);
    return (int) sum.getValue();
  }

  static Stream<Arguments> seeds() {
    return examples().map(example -> Arguments.of((Object) example));
  }

  private static Stream<byte[]> examples() {
    var output = new Output.Inline("result".getBytes(StandardCharsets.UTF_8));
    var report = new TaskReport(key(1), new Outcome.Succeeded(output), TaskTimes.NONE);
    var bodies =
        List.of(
            new SpoolRecord.Origin(NodeId.random(new Random(1))),
            new SpoolRecord.Kept(report, claim(1), Optional.of("output-1-1")),
            new SpoolRecord.Forgotten(List.of(key(1), key(2))));
    return Stream.concat(
        bodies.stream().map(CODEC::encode),
        bodies.stream().map(CODEC::encode).map(SpoolFuzzTest::fileOf));
  }

  @Test
  void mutatedSpoolsAreReadUpToTheDamage() throws IOException {
    var examples = examples().toList();
    var random = new Random(20_261_122);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MUTATING_SECONDS);
    for (int i = 0; i < MUTATIONS_MAX && System.nanoTime() < end; i++) {
      var bytes = examples.get(random.nextInt(examples.size())).clone();
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      isReadUpToTheDamage(bytes);
    }
  }
}
