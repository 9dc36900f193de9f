package io.processdistro.node.agent;

import static io.processdistro.node.testing.WasmAssembler.I32;
import static io.processdistro.node.testing.WasmAssembler.call;
import static io.processdistro.node.testing.WasmAssembler.i32;
import static io.processdistro.node.testing.WasmAssembler.i64;
import static io.processdistro.node.testing.WasmAssembler.join;
import static io.processdistro.node.testing.WasmAssembler.loop;
import static io.processdistro.node.testing.WasmAssembler.nativeModule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.supervisor.RunnerPoolLimits;
import io.processdistro.node.testing.FakeController;
import io.processdistro.node.testing.WasmAssembler;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.MandelbrotInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users' modules on a real node: fetched, checked, apart from everything else, and killed. */
@Timeout(120)
class UserModulesTest {
  private static final byte[] NOTHING = {};

  /** On a busy machine; the benchmark tells the time on one at rest. */
  private static final long KILLED_MILLIS_MAX = 10_000;

  private static final long WALL_MILLIS = 3_000;
  private static final int ATTEMPTS_MAX = 8;

  /** At most three processes: more modules than that have to take turns. */
  private static final RunnerPoolLimits POOL =
      new RunnerPoolLimits(RealNode.SLOTS, 4L << 30, 512L << 20, 3, 60_000, 60_000, 1_000);

  @TempDir static Path directory;
  private static RealNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new RealNode(directory, POOL);
  }

  @AfterAll
  static void nothingIsLeftOfTheProcesses() {
    node.close();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(RealNode.userRunners()).isEmpty();
              assertThat(directory.resolve("runners")).isEmptyDirectory();
            });
  }

  @Test
  void aModuleIsFetchedCheckedAndRunInAProcessOfItsOwn() throws Exception {
    var one = node.submit(answering(1), IngestRules.DEFAULTS);
    var two = node.submit(answering(2), IngestRules.DEFAULTS);
    for (int round = 0; round < 20; round++) {
      assertThat(firstByte(node.run(RealNode.terms(one, 20_000), NOTHING))).isEqualTo(1);
      assertThat(firstByte(node.run(RealNode.terms(two, 20_000), NOTHING))).isEqualTo(2);
    }
    assertThat(RealNode.userRunners()).hasSizeBetween(2, 3);
    assertThat(node.controller.requestsOf("GET", one)).isEqualTo(1);
    assertThatTheirProcessesAreKeptSmall();
  }

  private void assertThatTheirProcessesAreKeptSmall() throws IOException {
    for (var process : RealNode.userRunners()) {
      var proc = Path.of("/proc/" + process.pid());
      assertThat(Files.readAllBytes(proc.resolve("environ"))).isEmpty();
      assertThat(RealNode.commandLine(process)).doesNotContain(FakeController.TOKEN);
    }
  }

  @Test
  void bytesThatWereNotRewrittenByTheRulesAreRefused() throws Exception {
    var raw = node.controller.offer(nativeModule(1, -1, 1024, i64(0)).bytes());
    var failed = failure(node.run(RealNode.terms(raw, 20_000), NOTHING));
    assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_INVALID);
    assertThat(failed.message()).contains("not as this node's rules would rewrite it");
    var text = node.controller.offer("no module at all".getBytes(StandardCharsets.US_ASCII));
    assertThat(failure(node.run(RealNode.terms(text, 20_000), NOTHING)).code())
        .isEqualTo(ErrorCode.MODULE_INVALID);
    var missing = ContentHash.of(new byte[] {1, 2});
    assertThat(failure(node.run(RealNode.terms(missing, 20_000), NOTHING)).code())
        .isEqualTo(ErrorCode.TRANSFER_FAILED);
  }

  @Test
  void anImportThatIsNotOnTheListIsRefusedHereToo() throws Exception {
    var module = WasmAssembler.withMemory(1, 1);
    int connect = module.wasi("sock_connect", I32);
    module.export(
        "_start",
        module.function(new int[] {}, new int[] {}, 0, i32(0), call(connect), new byte[] {0x1a}));
    var hash = node.controller.offer(module.bytes());
    var failed = failure(node.run(RealNode.terms(hash, 20_000), NOTHING));
    assertThat(failed.code()).isEqualTo(ErrorCode.IMPORT_FORBIDDEN);
    assertThat(failed.message()).contains("sock_connect");
  }

  @Test
  void anEndlessLoopEndsAtItsDeadlineAndTheProcessGoesOn() throws Exception {
    var hash = node.submit(nativeModule(1, 1, 1024, loop(), i64(0)).bytes(), IngestRules.DEFAULTS);
    failure(node.run(RealNode.terms(hash, 300), NOTHING));
    var processes = RealNode.userRunners();
    for (int round = 0; round < 5; round++) {
      var report = node.run(RealNode.terms(hash, 300), NOTHING);
      assertThat(failure(report).message()).isEqualTo("deadline 300 ms");
      assertThat(TimeUnit.NANOSECONDS.toMillis(report.times().slotNanos()))
          .isBetween(300L, 300 + KILLED_MILLIS_MAX);
    }
    assertThat(processes).anyMatch(ProcessHandle::isAlive);
  }

  @Test
  void aCompileBombIsKilledAndRefusedWhileBuiltInTasksGoOn() throws Exception {
    var bomb = node.submit(corpus("a compile bomb"), IngestRules.DEFAULTS);
    var expected = bytes(node.run(builtIn(), tile(0)));
    int kills = 0;
    // On a busy machine the compiler may not have got far enough at the first deadline to be
    // blamed.
    for (int attempt = 0; attempt < ATTEMPTS_MAX && kills < 2; attempt++) {
      var lease = node.assign(RealNode.terms(bomb, WALL_MILLIS), NOTHING);
      TaskReport ended = null;
      while (ended == null) {
        node.assign(builtIn(), tile(0));
        var report = node.report();
        if (report.lease().equals(lease)) {
          ended = report;
          report = node.report();
        }
        assertThat(bytes(report)).isEqualTo(expected);
      }
      assertThat(failure(ended).code())
          .isIn(ErrorCode.RUNNER_KILLED, ErrorCode.DEADLINE_EXCEEDED, ErrorCode.RUNNER_DIED);
      assertThat(TimeUnit.NANOSECONDS.toMillis(ended.times().slotNanos()))
          .isLessThan(WALL_MILLIS + KILLED_MILLIS_MAX);
      if (failure(ended).code() == ErrorCode.RUNNER_KILLED) {
        assertThat(failure(ended).message()).startsWith("its process had to be killed: ");
        kills++;
      }
    }
    assertThat(kills).isEqualTo(2);
    var refused = failure(node.run(RealNode.terms(bomb, WALL_MILLIS), NOTHING));
    assertThat(refused.code()).isEqualTo(ErrorCode.MODULE_QUARANTINED);
    assertThat(refused.message()).contains("had to be killed");
    var healthy = node.submit(answering(5), IngestRules.DEFAULTS);
    assertThat(firstByte(node.run(RealNode.terms(healthy, 20_000), NOTHING))).isEqualTo(5);
  }

  @Test
  void moreModulesThanProcessesTakeTurns() throws Exception {
    var answers = new HashMap<ContentHash, Integer>();
    for (int i = 1; i <= 5; i++) {
      answers.put(node.submit(answering(i), IngestRules.DEFAULTS), i);
    }
    var expected = new HashMap<Object, Integer>();
    for (int round = 0; round < 3; round++) {
      for (var module : answers.entrySet()) {
        expected.put(
            node.assign(RealNode.terms(module.getKey(), 20_000), NOTHING), module.getValue());
      }
    }
    for (int i = 0; i < 15; i++) {
      var report = node.report();
      assertThat(firstByte(report)).isEqualTo(expected.remove(report.lease()));
      assertThat(RealNode.userRunners()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void aHundredCancelledTasksEndWithinASecondEach() throws Exception {
    var hash = node.submit(nativeModule(1, 1, 1024, loop(), i64(0)).bytes(), IngestRules.DEFAULTS);
    failure(node.run(RealNode.terms(hash, 200), NOTHING));
    var nanos = new ArrayList<Long>();
    for (int i = 0; i < 100; i++) {
      var lease = node.assign(RealNode.terms(hash, 60_000), NOTHING);
      TimeUnit.MILLISECONDS.sleep(20);
      long start = System.nanoTime();
      node.cancel(lease);
      assertThat(node.report().outcome()).isEqualTo(new Outcome.Cancelled());
      nanos.add(System.nanoTime() - start);
    }
    var sorted = nanos.stream().sorted().toList();
    assertThat(Duration.ofNanos(sorted.get(98))).isLessThan(Duration.ofSeconds(1));
  }

  /** One instruction that moves 128 MiB cannot be interrupted, the next one can. */
  @Test
  void aTaskThatOnlyMovesMemoryIsCancelledAndTheNextOneRuns() throws Exception {
    var filling = node.submit(corpus("endless filling of 128 MiB"), IngestRules.DEFAULTS);
    var terms = withMemory(RealNode.terms(filling, 60_000), 256 << 20);
    for (int round = 0; round < 3; round++) {
      var lease = node.assign(terms, NOTHING);
      TimeUnit.MILLISECONDS.sleep(300);
      long start = System.nanoTime();
      node.cancel(lease);
      assertThat(node.report().outcome()).isEqualTo(new Outcome.Cancelled());
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
          .isLessThan(KILLED_MILLIS_MAX);
    }
    var healthy = node.submit(answering(7), IngestRules.DEFAULTS);
    assertThat(firstByte(node.run(RealNode.terms(healthy, 20_000), NOTHING))).isEqualTo(7);
  }

  private static TaskTerms withMemory(TaskTerms terms, long memoryBytesMax) {
    return new TaskTerms(
        terms.job(),
        terms.taskType(),
        terms.module(),
        terms.phase(),
        terms.wallMillisMax(),
        memoryBytesMax,
        terms.outputBytesMax(),
        terms.fuel(),
        terms.logBytesMax(),
        terms.params(),
        terms.submitter());
  }

  private static byte[] answering(int value) {
    return nativeModule(1, 1, 1024, join(i32(0), i32(value), new byte[] {0x36, 2, 0}), i64(1))
        .bytes();
  }

  private static byte[] corpus(String name) {
    return HostileCorpus.all().stream()
        .filter(module -> module.name().equals(name))
        .findFirst()
        .orElseThrow()
        .bytes();
  }

  private static TaskTerms builtIn() {
    var hash = ContentHash.of(BuiltInModule.MANDELBROT.bytes());
    var terms = RealNode.terms(hash, 60_000);
    return TaskTerms.ofBuiltIn(terms.job(), "mandelbrot", hash, 60_000, 64 << 20, 16 << 20);
  }

  private static byte[] tile(int number) {
    var image = new MandelbrotInput.Image(64, 48, 2_000);
    var region = new MandelbrotInput.Region(-2.5, 1, -1.25, 1.25);
    long pixels = image.pixels() / 4;
    return new MandelbrotInput(
            image, region, MandelbrotInput.Output.COUNTS, number * pixels, (number + 1) * pixels)
        .header();
  }

  private static int firstByte(TaskReport report) {
    return bytes(report)[0];
  }

  private static byte[] bytes(TaskReport report) {
    assertThat(report.outcome()).isInstanceOf(Outcome.Succeeded.class);
    var output = (Output.Inline) ((Outcome.Succeeded) report.outcome()).output();
    return output.bytes();
  }

  private static Outcome.Failed failure(TaskReport report) {
    assertThat(report.outcome()).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) report.outcome();
  }
}
