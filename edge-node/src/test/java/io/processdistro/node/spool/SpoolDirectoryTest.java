package io.processdistro.node.spool;

import static io.processdistro.node.testing.Leases.claim;
import static io.processdistro.node.testing.Leases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTimes;
import io.processdistro.node.identity.NodeIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDirectoryTest {
  private static final NodeId NODE = NodeId.random(new Random(1));
  private static final NodeId OTHER = NodeId.random(new Random(2));

  @TempDir Path parent;
  private Path path;

  @BeforeEach
  void name() {
    path = parent.resolve("spool");
  }

  private SpoolDirectory open(long incarnation) throws StateException {
    return SpoolDirectory.open(path, new NodeIdentity(NODE, incarnation));
  }

  private static SpoolRecord inline(long number) {
    var output = new Output.Inline(new byte[(int) number]);
    var report = new TaskReport(key(number), new Outcome.Succeeded(output), TaskTimes.NONE);
    return new SpoolRecord.Kept(report, claim(number), Optional.empty());
  }

  private static SpoolRecord blob(long number, String file) {
    var output = new Output.Blob(ContentHash.of(new byte[] {1}), 1_000);
    var report = new TaskReport(key(number), new Outcome.Succeeded(output), TaskTimes.NONE);
    return new SpoolRecord.Kept(report, claim(number), Optional.of(file));
  }

  private void write(SpoolRecord... records) throws Exception {
    Files.createDirectories(path);
    SpoolFile.create(path.resolve("reports"), List.of(records)).close();
  }

  private static List<LeaseKey> leases(SpoolDirectory directory) {
    return directory.restored().stream().map(ReportSpool.Entry::lease).toList();
  }

  private List<Path> asides() throws Exception {
    try (var files = Files.list(parent)) {
      return new ArrayList<>(files.filter(file -> !file.equals(path)).toList());
    }
  }

  @Test
  void whatIsNotForgottenIsRestoredAndTheFileIsWrittenAnew() throws Exception {
    var forgotten = new SpoolRecord.Forgotten(List.of(key(1), key(77)));
    write(new SpoolRecord.Origin(NODE), inline(1), inline(2), forgotten, inline(3));
    long before = Files.size(path.resolve("reports"));
    assertThat(leases(open(2))).containsExactly(key(2), key(3));
    assertThat(Files.size(path.resolve("reports"))).isLessThan(before);
    assertThat(leases(open(3))).containsExactly(key(2), key(3));
    assertThat(asides()).isEmpty();
  }

  @Test
  void outputsAreKeptWithTheirReportsAndOthersAreDeleted() throws Exception {
    write(
        new SpoolRecord.Origin(NODE),
        blob(1, "output-1-1"),
        blob(2, "output-1-2"),
        blob(3, "output-1-3"),
        blob(4, "../secret"));
    Files.write(path.resolve("output-1-1"), new byte[1_000]);
    Files.write(path.resolve("output-1-2"), new byte[999]); // cut short
    Files.write(path.resolve("output-1-9"), new byte[5]); // of a task that did not end
    Files.write(parent.resolve("secret"), new byte[1_000]);
    assertThat(leases(open(2))).containsExactly(key(1));
    assertThat(path.resolve("output-1-1")).exists();
    assertThat(path.resolve("output-1-9")).doesNotExist();
    assertThat(parent.resolve("secret")).exists();
  }

  @Test
  void namesOfOutputsAreNewInEachLife() throws Exception {
    var first = open(1);
    assertThat(first.newOutputFile()).isNotEqualTo(first.newOutputFile());
    assertThat(open(2).newOutputFile()).isNotEqualTo(open(1).newOutputFile());
  }

  @Test
  void aDamagedSpoolIsPutAsideAndWhatCanBeReadGoesOn() throws Exception {
    write(new SpoolRecord.Origin(NODE), blob(1, "output-1-1"), inline(2), inline(3));
    Files.write(path.resolve("output-1-1"), new byte[1_000]);
    Files.write(path.resolve("output-1-9"), new byte[5]);
    var bytes = Files.readAllBytes(path.resolve("reports"));
    bytes[bytes.length - 2]++;
    Files.write(path.resolve("reports"), bytes);
    assertThat(leases(open(7))).containsExactly(key(1), key(2));
    assertThat(path.resolve("output-1-1")).exists();
    assertThat(asides()).containsExactly(parent.resolve("spool.aside-7"));
    assertThat(parent.resolve("spool.aside-7/reports")).hasBinaryContent(bytes);
    assertThat(parent.resolve("spool.aside-7/output-1-9")).exists();
  }

  @Test
  void aSpoolOfAnotherNodeOrProgramIsPutAsideUntouched() throws Exception {
    write(new SpoolRecord.Origin(OTHER), inline(1));
    assertThat(open(4).restored()).isEmpty();
    assertThat(parent.resolve("spool.aside-4/reports")).exists();

    Files.writeString(path.resolve("reports"), "somebody's diary");
    assertThat(open(5).restored()).isEmpty();
    assertThat(parent.resolve("spool.aside-5/reports")).hasContent("somebody's diary");
  }

  @Test
  void aSpoolThatCannotBeUsedIsRefusedWithItsPathAndWhatToDo() throws Exception {
    Files.createDirectories(path.resolve("reports/in-the-way"));
    assertThatThrownBy(() -> open(1))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("move the directory away");
  }
}
