package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.store.AcceptedTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases that former releases wrote are read by this one, every record of them. Whoever changes
 * a record so that this fails writes a migration, not another file.
 */
class FormerFormatsTest {
  @TempDir Path directory;

  @Test
  void everyRecordOfAStoredDatabaseIsRead() throws Exception {
    try (var stored =
        Objects.requireNonNull(getClass().getResourceAsStream(FormerFormats.FORMAT_1))) {
      Files.copy(stored, OpenStore.databaseIn(directory));
    }
    try (var store = OpenStore.in(directory)) {
      var jobs = store.call(() -> store.jobs.page(Long.MAX_VALUE, 1_000, job -> true));
      assertThat(jobs.reversed()).isEqualTo(FormerFormats.jobs(directory.resolve("results")));
      assertThat(store.modules.all()).containsExactlyInAnyOrderElementsOf(FormerFormats.modules());
      var accepted = store.accepted(SampleJobs.id(1));
      assertThat(accepted)
          .extracting(AcceptedTask::range)
          .startsWith(SampleJobs.task(0).range())
          .hasSize(FormerFormats.ACCEPTED + 1);
      assertThat(accepted.getLast()).isEqualTo(FormerFormats.blobTask());
      // It is a database like any other: it takes new jobs.
      store.add(SampleJobs.fullJob(store.call(() -> store.jobs.nextNumber())));
    }
  }
}
