package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.StateException;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Output;
import io.processdistro.controller.backup.Backup;
import io.processdistro.controller.backup.Restore;
import io.processdistro.controller.store.AcceptedTask;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final int DAMAGES = 40;

  @TempDir Path directory;
  private Path state;
  private Path backup;

  @BeforeEach
  void makeState() throws Exception {
    state = directory.resolve("state/controller");
    backup = directory.resolve("backup");
    Files.createDirectories(state.resolve("results"));
    Files.writeString(state.resolve("tokens.json"), "secret");
  }

  /** With a running store on it, which goes on writing. */
  private void backUp() throws Exception {
    try (var store = OpenStore.in(state)) {
      store.add(SampleJobs.job(1));
      store.add(SampleJobs.job(2));
      store.acceptGrains(SampleJobs.id(1), 0, 100);
      var blob = store.blobs.put(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      store.write(
          () ->
              store.jobs.accept(
                  SampleJobs.id(2),
                  new AcceptedTask(new GrainRange(0, 1), new Output.Blob(blob, 3), 0, 0)));
      store.add(SampleJobs.job(3));
      var completed = SampleJobs.completed(SampleJobs.job(3), state.resolve("results"));
      Files.writeString(completed.end().orElseThrow().result().orElseThrow().path(), "result");
      store.write(() -> store.jobs.end(completed));
      Backup.write(directory.resolve("state"), backup);
      store.acceptGrains(SampleJobs.id(1), 100, 120);
      assertThat(store.checkedRanges(SampleJobs.id(1))).hasSize(120);
    }
  }

  @Test
  void aBackupOfARunningStoreIsItsStateAtOneMoment() throws Exception {
    backUp();
    Restore.read(backup, directory.resolve("restored"));
    var restored = directory.resolve("restored/controller");
    assertThat(restored.resolve("tokens.json")).hasContent("secret");
    try (var store = OpenStore.in(restored)) {
      assertThat(store.checkedRanges(SampleJobs.id(1))).hasSize(100);
      var output = (Output.Blob) store.accepted(SampleJobs.id(2)).getFirst().output();
      assertThat(store.blobs.load(output.hash())).isPresent();
      var result =
          store
              .call(() -> store.jobs.find(SampleJobs.id(3)))
              .orElseThrow()
              .end()
              .orElseThrow()
              .result();
      assertThat(result.orElseThrow().path()).hasContent("result").startsWith(restored);
      assertThat(store.epoch).isGreaterThan(1_000_000);
    }
  }

  @Test
  void aResultThatIsForgottenMeanwhileIsLeftOut() throws Exception {
    try (var store = OpenStore.in(state)) {
      var job = SampleJobs.job(1);
      store.add(job);
      store.write(() -> store.jobs.end(SampleJobs.completed(job, state.resolve("results"))));
      Backup.write(directory.resolve("state"), backup);
    }
    Restore.read(backup, directory.resolve("restored"));
    var restored = directory.resolve("restored/controller");
    assertThat(restored.resolve("results")).doesNotExist();
    try (var store = OpenStore.in(restored)) {
      assertThat(store.call(() -> store.jobs.find(SampleJobs.id(1)))).isPresent();
    }
  }

  @Test
  void existingFilesAreNotOverwritten() throws Exception {
    backUp();
    assertThatThrownBy(() -> Backup.write(directory.resolve("state"), backup))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("exists already");
    assertThatThrownBy(() -> Restore.read(backup, directory.resolve("state")))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("--state-dir");
  }

  @Test
  void aDirectoryWithoutStateIsRefused() {
    assertThatThrownBy(() -> Backup.write(directory.resolve("nowhere"), backup))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("--state-dir");
  }

  @Test
  void aDamagedBackupIsRefusedAndLeavesNothing() throws Exception {
    backUp();
    var whole = Files.readAllBytes(backup);
    var random = new Random(5);
    for (int i = 0; i < DAMAGES; i++) {
      var damaged = whole.clone();
      if (i % 4 == 0) damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
      else damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(backup, damaged);
      var target = directory.resolve("restored" + i);
      try {
        Restore.read(backup, target);
        try (var store = OpenStore.in(target.resolve("controller"))) {
          assertThat(store.checkedRanges(SampleJobs.id(1))).hasSize(100);
        }
      } catch (StateException e) {
        assertThat(e).hasMessageContaining(backup.toString());
        assertThat(target).isEmptyDirectory();
      }
    }
  }
}
