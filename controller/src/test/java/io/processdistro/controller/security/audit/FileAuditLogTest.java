package io.processdistro.controller.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.StateException;
import io.processdistro.controller.security.AuditEvent;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.audit.AuditTrail.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the log is whole after restarts and crashes, bounded, and tells when it was tampered with.
 */
class FileAuditLogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final AuditLimits SHORT = new AuditLimits(1_000, 3, 100, Duration.ofMillis(10));

  @TempDir Path temporary;

  private Path directory() {
    return temporary.resolve("audit");
  }

  private Path segment(int number) {
    return AuditSegments.file(directory(), number);
  }

  private void write(AuditLimits limits, int from, int to) throws StateException {
    try (var log = FileAuditLog.open(directory(), limits, () -> NOW)) {
      for (int i = from; i < to; i++) log.record(event("job" + i));
    }
  }

  private void write(int from, int to) throws StateException {
    write(AuditLimits.DEFAULTS, from, to);
  }

  private static AuditEvent event(String job) {
    return new AuditEvent(
        AuditKind.JOB_SUBMITTED, "submitter:ann", "127.0.0.1", Map.of("job", job));
  }

  private Finding verify() throws IOException {
    return new AuditTrail(directory()).verify();
  }

  @Test
  void goesOnWhereItEndedAcrossRestarts() throws Exception {
    write(0, 5);
    write(5, 9);
    assertThat(verify())
        .isInstanceOfSatisfying(Finding.Intact.class, it -> assertThat(it.to()).isEqualTo(9));
    var newest = new AuditTrail(directory()).newest(2);
    assertThat(newest).extracting(AuditEntry::number).containsExactly(8L, 9L);
    assertThat(newest.getLast().json().at("/details/job").asText()).isEqualTo("job8");
    assertThat(newest.getLast().json().path("at").asText()).isEqualTo("2026-03-01T12:00:00Z");
  }

  @Test
  void isForItsOwnerAlone() throws Exception {
    write(0, 1);
    for (var file : new Path[] {segment(1), directory().resolve("head.json")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void nothingThatIsWrittenCanForgeALine() throws Exception {
    try (var log = FileAuditLog.open(directory(), AuditLimits.DEFAULTS, () -> NOW)) {
      log.record(event("a\n{\"number\":2,\"kind\":\"FORGED\"}\r\u2028\u202e\u0000\u001b[31m"));
    }
    assertThat(Files.readAllLines(segment(1))).hasSize(1);
    assertThat(Files.readString(segment(1)).strip()).matches("[ -~]*");
    assertThat(verify()).isInstanceOf(Finding.Intact.class);
  }

  @Test
  void isBoundedAndItsChainGoesOnFromSegmentToSegment() throws Exception {
    for (int i = 0; i < 60; i++) write(SHORT, i, i + 1);
    try (var files = Files.list(directory())) {
      assertThat(files.count()).isEqualTo(3 + 1);
    }
    assertThat(verify())
        .isInstanceOfSatisfying(
            Finding.Intact.class,
            it -> {
              assertThat(it.to()).isEqualTo(60);
              assertThat(it.from()).isGreaterThan(40);
            });
  }

  @Test
  void everyFlippedByteIsFound() throws Exception {
    write(0, 6);
    var file = segment(1);
    var original = Files.readAllBytes(file);
    var random = new Random(42);
    for (int i = 0; i < 300; i++) {
      var changed = original.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, changed);
      assertThat(verify()).as("byte flip " + i).isInstanceOf(Finding.Tampered.class);
    }
  }

  private record Edit(String name, UnaryOperator<List<String>> lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> edits() {
    return Stream.of(
            new Edit("first deleted", lines -> lines.subList(1, lines.size())),
            new Edit("middle deleted", lines -> without(lines, 3)),
            new Edit("last deleted", lines -> lines.subList(0, lines.size() - 1)),
            new Edit("all deleted", lines -> List.of()),
            new Edit("two swapped", lines -> swapped(lines, 2, 4)),
            new Edit("one doubled", lines -> with(lines, 4, lines.get(3))),
            new Edit("one put in", lines -> with(lines, 4, "{\"number\":5}")),
            new Edit("blank line", lines -> with(lines, 4, "")),
            new Edit(
                "who replaced",
                lines -> lines.stream().map(line -> line.replace("ann", "bob")).toList()))
        .map(Arguments::of);
  }

  private static List<String> without(List<String> lines, int index) {
    var changed = new ArrayList<>(lines);
    changed.remove(index);
    return changed;
  }

  private static List<String> swapped(List<String> lines, int one, int other) {
    var changed = new ArrayList<>(lines);
    Collections.swap(changed, one, other);
    return changed;
  }

  private static List<String> with(List<String> lines, int index, String line) {
    var changed = new ArrayList<>(lines);
    changed.add(index, line);
    return changed;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void everyEditIsFoundAlsoAfterAnotherStart(Edit edit) throws Exception {
    write(0, 8);
    Files.write(segment(1), edit.lines().apply(Files.readAllLines(segment(1))));
    assertThat(verify()).isInstanceOf(Finding.Tampered.class);
    write(8, 10);
    assertThat(verify()).isInstanceOf(Finding.Tampered.class);
  }

  @Test
  void aLogMadeAnewWithRightHashesIsFoundByItsHead() throws Exception {
    write(0, 4);
    var head = Files.readAllBytes(directory().resolve("head.json"));
    Files.delete(segment(1));
    Files.delete(directory().resolve("head.json"));
    write(10, 15);
    Files.write(directory().resolve("head.json"), head);
    assertThat(verify()).isInstanceOf(Finding.Tampered.class);
  }

  @Test
  void aDeletedSegmentIsFound() throws Exception {
    for (int i = 0; i < 12; i++) write(SHORT, i, i + 1);
    assertThat(segment(2)).exists();
    Files.delete(segment(2));
    assertThat(verify())
        .isInstanceOfSatisfying(
            Finding.Tampered.class, it -> assertThat(it.what()).contains("missing"));
  }

  @Test
  void aDeletedHeadIsFoundAndStopsTheNextStart() throws Exception {
    write(0, 3);
    Files.delete(directory().resolve("head.json"));
    assertThat(verify()).isInstanceOf(Finding.Tampered.class);
    assertThatThrownBy(() -> write(3, 4)).isInstanceOf(StateException.class);
  }

  @Test
  void aLineThatACrashCutShortIsNoTampering() throws Exception {
    write(0, 3);
    var file = segment(1);
    var whole = Files.readString(file);
    Files.writeString(file, whole + whole.substring(0, 40));
    assertThat(verify()).isInstanceOf(Finding.Intact.class);
    write(3, 5);
    assertThat(verify())
        .isInstanceOfSatisfying(Finding.Intact.class, it -> assertThat(it.to()).isEqualTo(5));
  }

  @Test
  void entriesThatWereForcedBeforeTheirHeadCount() throws Exception {
    write(0, 3);
    var head = Files.readAllBytes(directory().resolve("head.json"));
    write(3, 5);
    Files.write(directory().resolve("head.json"), head);
    assertThat(verify()).isInstanceOf(Finding.Intact.class);
    write(5, 6);
    assertThat(verify())
        .isInstanceOfSatisfying(Finding.Intact.class, it -> assertThat(it.to()).isEqualTo(6));
  }

  @Test
  void whatFindsNoRoomIsCounted() throws Exception {
    try (var log = FileAuditLog.open(directory(), SHORT, () -> NOW)) {
      for (int i = 0; i < 20_000; i++) log.record(event("job" + i));
    }
    assertThat(verify()).isInstanceOf(Finding.Intact.class);
    var kinds = new AuditTrail(directory()).newest(1_000);
    assertThat(kinds).anyMatch(it -> it.json().path("kind").asText().equals("ENTRIES_LOST"));
  }

  @Test
  void anEmptyFileIsNoLog() throws IOException {
    assertThat(verify()).isInstanceOf(Finding.Tampered.class);
    Files.createDirectories(directory());
    Files.write(directory().resolve("head.json"), "{}".getBytes(StandardCharsets.US_ASCII));
    assertThat(verify()).isInstanceOf(Finding.Tampered.class);
  }
}
