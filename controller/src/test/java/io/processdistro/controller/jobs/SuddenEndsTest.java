package io.processdistro.controller.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.FileBlobStore;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.store.sqlite.SqliteStore;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.controller.testing.GuestModules;
import io.processdistro.controller.testing.GuestWork;
import io.processdistro.controller.testing.SquaresTask;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Priority;
import io.processdistro.scheduler.structures.RangeSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Controllers that are cut off at any of their writes, one after the other: before or after the
 * write is on disk, while results are assembled, around the end of the job.
 */
class SuddenEndsTest {
  private static final int SEEDS = Integer.getInteger("restart.seeds", 6);
  private static final int LIVES_CUT_MAX = 6;
  private static final int WRITES_MAX = 12;
  private static final int SQUARES = 120;
  private static final int LINES = 20;
  private static final int FINISH_SECONDS_MAX = 30;
  private static final String KEY = "the client's key";

  @TempDir Path directory;
  private final JobsLoop loop = new JobsLoop();
  private final RangeSet onDisk = new RangeSet();
  private final List<GrainRange> runTwice = new ArrayList<>();
  private Random random;
  private FileBlobStore blobs;
  private SqliteStore database;
  private JobStore durable;
  private TirelessNode node;
  private JobsLife life;
  private long epoch;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @BeforeEach
  void open() throws IOException {
    blobs =
        FileBlobStore.open(directory.resolve("blobs"), BlobStoreLimits.DEFAULTS, System::nanoTime);
  }

  @AfterEach
  void close() {
    if (database != null) database.close();
    loop.close();
    blobs.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aJobEndsWithTheSameBytesAndNothingThatWasOnDiskRunsAgain(long seed) throws Exception {
    var params =
        JsonNodeFactory.instance.objectNode().put("count", SQUARES).put("per_task", 1 + seed % 9);
    var end =
        run(
            seed,
            spec(SquaresTask.NAME, params, Map.of(), Optional.empty()),
            (terms, range, input) -> SquaresTask.outputOf(range.from(), range.to()));
    assertThat(resultOf(end)).isEqualTo(SquaresTask.outputOf(0, SQUARES));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aJobOfSeveralStagesIsRebuiltFromWhatIsOnDisk(long seed) throws Exception {
    var lines =
        IntStream.range(0, LINES).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    var input = blobs.put(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
    var module = blobs.put(ByteBuffer.wrap(GuestModules.nativeWith("split", "execute", "merge")));
    var end =
        run(
            seed,
            spec(
                "module",
                JsonNodeFactory.instance.objectNode(),
                Map.of("input", new JobSpec.Input(input, Optional.empty())),
                Optional.of(
                    new ModuleRequest(
                        module,
                        new Cut.ByModule(),
                        Optional.empty(),
                        ModuleRequest.Limits.DEFAULTS))),
            (terms, range, bytes) -> sumOfLengths(terms.phase(), bytes));
    assertThat(resultOf(end)).isEqualTo(number(lines.length() - LINES));
  }

  private static byte[] sumOfLengths(Phase phase, byte[] input) {
    return switch (phase) {
      case SPLIT ->
          GuestWork.chunkList(
              new String(input, StandardCharsets.UTF_8)
                  .lines()
                  .map(line -> line.getBytes(StandardCharsets.UTF_8))
                  .toList());
      case EXECUTE -> number(input.length);
      case MERGE ->
          number(
              GuestWork.chunks(input).stream()
                  .mapToLong(chunk -> ByteBuffer.wrap(chunk).getLong())
                  .sum());
    };
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  private static JobSpec spec(
      String type,
      JsonNode params,
      Map<String, JobSpec.Input> inputs,
      Optional<ModuleRequest> module) {
    return new JobSpec(
        type,
        params,
        inputs,
        Optional.empty(),
        module,
        new JobSpec.Rules(
            "anonymous", Priority.NORMAL, 1, OptionalInt.empty(), 4, true, Optional.empty()),
        false);
  }

  /** Each life has a directory of its own, so it is sought for in the newest first. */
  private byte[] resultOf(JobEnd end) throws IOException {
    var name = end.result().orElseThrow().path().getFileName();
    for (long each = epoch; each > 0; each--) {
      var file = resultsOf(each).resolve(name);
      if (Files.exists(file)) return Files.readAllBytes(file);
    }
    throw new AssertionError("there is no result " + name);
  }

  private Path resultsOf(long life) {
    return directory.resolve("results-" + life);
  }

  /** Runs one job through as many controllers as it takes. */
  private JobEnd run(long seed, JobSpec spec, TirelessNode.Work work) throws Exception {
    random = new Random(seed);
    node = new TirelessNode(loop.vertx(), new Random(seed), blobs, work, this::started);
    loop.call(() -> begin(spec));
    try {
      await().atMost(FINISH_SECONDS_MAX, TimeUnit.SECONDS).until(() -> loop.call(this::isFinished));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("stuck: " + loop.call(() -> life.picture()), e);
    }
    return loop.call(
        () -> {
          life.kill();
          assertThat(runTwice).as("accepted on disk, and run again").isEmpty();
          var job = durable.withKey(KEY).orElseThrow();
          var end = job.end().orElseThrow();
          assertThat(end.outcome()).isInstanceOf(JobOutcome.Completed.class);
          assertThat(onDisk.grains()).as("each grain once").isEqualTo(end.tally().grains());
          assertThat(end.tally().attempts().open()).isZero();
          return end;
        });
  }

  private boolean isFinished() {
    return durable.withKey(KEY).flatMap(JobRecord::end).isPresent();
  }

  private void started(GrainRange range) {
    if (onDisk.intersects(range)) runTwice.add(range);
  }

  private void accepted(AcceptedTask task) {
    onDisk.add(task.range());
  }

  /** The next controller; the client asks once more for what it got no answer for. */
  private Void begin(JobSpec spec) throws IOException, StateException {
    epoch++;
    var results = ResultFiles.open(resultsOf(epoch));
    database = SqliteStore.open(directory.resolve("controller.sqlite"), resultsOf(epoch));
    var stores = loop.serve(database, blobs);
    durable = stores.jobs();
    boolean lastsForEver = epoch > LIVES_CUT_MAX;
    long writes = lastsForEver ? Long.MAX_VALUE : random.nextInt(WRITES_MAX);
    var store =
        new CuttingStore(durable, writes, random.nextBoolean(), () -> cut(spec), this::accepted);
    life =
        new JobsLife(loop.vertx(), epoch, store, stores.modules(), blobs, results, node.newLink());
    life.jobs().submit(spec, ContentHash.of(new byte[0]), Optional.of(KEY), true);
    return null;
  }

  private void cut(JobSpec spec) {
    var over = life;
    node.newLink();
    loop.vertx()
        .setTimer(
            1 + random.nextInt(10),
            ignored -> {
              over.kill();
              database.close();
              try {
                begin(spec);
              } catch (IOException | StateException e) {
                throw new AssertionError(e);
              }
            });
  }
}
