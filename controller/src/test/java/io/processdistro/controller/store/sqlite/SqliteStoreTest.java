package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.ModuleRecord;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path directory;
  private OpenStore store;

  @BeforeEach
  void open() throws Exception {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() throws Exception {
    store.close();
    store = OpenStore.in(directory);
  }

  private JobRecord found(JobRecord job) {
    return store.call(() -> store.jobs.find(job.id())).orElseThrow();
  }

  @Test
  void jobsAreThereAgainAsTheyWere() throws Exception {
    var plain = SampleJobs.job(1);
    var full = SampleJobs.fullJob(2);
    var completed = SampleJobs.completed(full, directory.resolve("results"));
    var failed = SampleJobs.failed(SampleJobs.job(3));
    store.add(plain);
    store.add(full);
    store.write(() -> store.jobs.end(completed));
    store.add(SampleJobs.job(3));
    store.write(() -> store.jobs.end(failed));
    reopen();
    assertThat(List.of(found(plain), found(full), found(failed)))
        .containsExactly(plain, completed, failed);
    assertThat(store.call(() -> store.jobs.unfinishedJobs())).containsExactly(plain);
    assertThat(store.call(() -> store.jobs.finishedJobs())).containsExactly(completed, failed);
    assertThat(store.call(() -> store.jobs.withKey("key 2"))).contains(completed);
    assertThat(store.call(() -> store.jobs.completed(SampleJobs.hash("work")))).contains(completed);
  }

  @Test
  void resultsAreFoundWhereTheDirectoryIsNow() throws Exception {
    var job = SampleJobs.job(1);
    store.add(job);
    store.write(() -> store.jobs.end(SampleJobs.completed(job, Path.of("/gone/results"))));
    reopen();
    assertThat(found(job).end().orElseThrow().result().orElseThrow().path())
        .isEqualTo(directory.resolve("results").resolve(job.id() + ".csv"));
  }

  @Test
  void acceptedTasksComeBackInTheirOrder() throws Exception {
    var one = SampleJobs.job(1);
    var other = SampleJobs.job(2);
    store.add(one);
    store.add(other);
    store.acceptGrains(one.id(), 50, 100);
    store.acceptGrains(other.id(), 0, 10);
    store.acceptGrains(one.id(), 0, 50);
    reopen();
    store.acceptGrains(one.id(), 100, 110);
    var expected =
        LongStream.concat(
                LongStream.range(50, 100),
                LongStream.concat(LongStream.range(0, 50), LongStream.range(100, 110)))
            .mapToObj(grain -> new GrainRange(grain, grain + 1))
            .toList();
    assertThat(store.checkedRanges(one.id())).isEqualTo(expected);
    assertThat(store.checkedRanges(other.id())).hasSize(10);
  }

  @Test
  void emptyOutputsAndBlobsComeBackAndBlobsArePinned() throws Exception {
    var job = SampleJobs.job(1);
    store.add(job);
    var blob = store.blobs.put(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    store.write(() -> store.jobs.accept(job.id(), task(0, new Output.Inline(new byte[0]))));
    store.write(() -> store.jobs.accept(job.id(), task(1, new Output.Blob(blob, 3))));
    reopen();
    var tasks = store.accepted(job.id());
    assertThat(tasks.get(0).output().lengthBytes()).isZero();
    assertThat(tasks.get(1).output()).isEqualTo(new Output.Blob(blob, 3));
    store.blobs.expireSoon(blob);
    store.blobs.collectGarbage();
    assertThat(store.blobs.load(blob)).isPresent();
  }

  private static AcceptedTask task(long grain, Output output) {
    return new AcceptedTask(new GrainRange(grain, grain + 1), output, 0, 0);
  }

  @Test
  void tasksOfACompletedJobAreDeletedAndThoseOfAFailedOneWaitForItsResumption() throws Exception {
    var completed = SampleJobs.job(1);
    var failed = SampleJobs.job(2);
    store.add(completed);
    store.add(failed);
    store.acceptGrains(completed.id(), 0, 2_000);
    store.acceptGrains(failed.id(), 0, 20);
    store.write(() -> store.jobs.end(SampleJobs.completed(completed, directory)));
    store.write(() -> store.jobs.end(SampleJobs.failed(failed)));
    assertThat(store.accepted(completed.id())).isEmpty();
    await().untilAsserted(() -> assertThat(rows("accepted_task")).isEqualTo(20));
    reopen();
    store.write(() -> store.jobs.reopen(failed.reopened()));
    store.acceptGrains(failed.id(), 20, 30);
    reopen();
    assertThat(found(failed).end()).isEmpty();
    assertThat(store.checkedRanges(failed.id())).hasSize(30);
  }

  @Test
  void deletingGoesOnAfterARestart() throws Exception {
    var job = SampleJobs.job(1);
    store.add(job);
    store.acceptGrains(job.id(), 0, 5_000);
    store.write(() -> store.jobs.end(SampleJobs.completed(job, directory)));
    reopen();
    await().untilAsserted(() -> assertThat(rows("accepted_task")).isZero());
    await().untilAsserted(() -> assertThat(rows("accepted_count")).isZero());
  }

  private long rows(String table) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + OpenStore.databaseIn(directory));
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return row.getLong(1);
    }
  }

  @Test
  void forgottenJobsStayForgottenAndTheirNumbersUsed() throws Exception {
    var job = SampleJobs.job(store.call(() -> store.jobs.nextNumber()));
    store.add(job);
    store.acceptGrains(job.id(), 0, 3);
    var failed = SampleJobs.failed(job);
    store.write(() -> store.jobs.end(failed));
    store.write(() -> store.jobs.forget(List.of(failed)));
    reopen();
    assertThat(store.call(() -> store.jobs.find(job.id()))).isEmpty();
    assertThat(store.call(() -> store.jobs.nextNumber())).isEqualTo(job.number() + 1);
    await().untilAsserted(() -> assertThat(rows("accepted_task")).isZero());
  }

  @Test
  void everyStartHasANewEpoch() throws Exception {
    long first = store.epoch;
    reopen();
    assertThat(store.epoch).isEqualTo(first + 1);
  }

  @Test
  void modulesAndTheirQuarantineAreThereAgain() throws Exception {
    var facts =
        new ModuleRecord.Facts(
            9,
            ModuleShape.NATIVE,
            Set.of(Phase.EXECUTE),
            List.of(),
            List.of("execute"),
            1,
            2,
            3,
            List.of("a warning"));
    var module =
        new ModuleRecord(
            SampleJobs.hash("m"), facts, SampleJobs.START, List.of(), Optional.empty());
    var kill =
        new ModuleRecord.Kill(
            SampleJobs.id(1), NodeId.random(new Random(2)), SampleJobs.START, "why", "log");
    var quarantined = module.with(kill).quarantined(SampleJobs.START);
    store.modules.put(module);
    store.modules.put(quarantined);
    store.modules.put(
        new ModuleRecord(
            SampleJobs.hash("n"), facts, SampleJobs.START, List.of(), Optional.empty()));
    store.modules.forget(SampleJobs.hash("n"));
    reopen();
    assertThat(store.modules.all()).containsExactly(quarantined);
  }

  @Test
  void futuresEndInTheOrderOfTheCallsWhenTheWriteIsDone() throws IOException {
    var job = SampleJobs.job(1);
    store.add(job);
    var order = new ArrayList<Long>();
    store.write(
        () -> {
          var last = Future.<Void>succeededFuture();
          for (long grain = 0; grain < 500; grain++) {
            long number = grain;
            last =
                store
                    .jobs
                    .accept(job.id(), SampleJobs.task(grain))
                    .onSuccess(ignored -> order.add(number));
          }
          return last;
        });
    assertThat(order).isEqualTo(LongStream.range(0, 500).boxed().toList());
    assertThat(store.accepted(job.id())).hasSize(500);
  }
}
