package io.processdistro.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.testing.WasmAssembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes whose guests use up what a context's end does not give back. */
@Timeout(300)
class LastResortsTest {
  private static final long HEAP_BYTES_MAX = 1L << 30;
  private static final long MEMORY_BYTES = 64L << 20;
  private static final long SMALL_MEMORY_BYTES = 1 << 20;

  @TempDir Path folder;
  private PrivateJvmLauncher launcher;
  private long tasks;

  @BeforeEach
  void openLauncher() throws Exception {
    launcher =
        PrivateJvmLauncher.open(
            heapBytes -> RunnerCommandLine.ofThisProcess(heapBytes).command(EngineProfile.USER, 1),
            ProcessWrapper.NONE,
            folder.resolve("runners"));
  }

  /** The heap of a runner whose tasks have little memory is smaller than what this module takes. */
  @Test
  void aHeapThatIsUsedUpEndsTheProcessAndIsNamed() throws Exception {
    try (var runner = start(SMALL_MEMORY_BYTES)) {
      var greedy = corpus("20,000 functions with 4,096 locals each", SMALL_MEMORY_BYTES);
      var killed = failure(runner.run(task(greedy, 60_000, SMALL_MEMORY_BYTES)).outcome());
      assertThat(killed.code()).isEqualTo(ErrorCode.RUNNER_KILLED);
      assertThat(killed.message()).contains("the heap of the task's process was used up");
    }
    assertThatAnotherProcessWorks();
  }

  /** Neither parsing nor linking can be stopped: the deadline passes meanwhile. */
  @Test
  void aModuleWhoseParsingOutlastsItsDeadlineIsStopped() throws Exception {
    try (var runner = start(MEMORY_BYTES)) {
      var large = corpus("12 MiB of branch tables", MEMORY_BYTES);
      var stopped = failure(runner.run(task(large, 20, MEMORY_BYTES)).outcome());
      assertThat(stopped.code()).isIn(ErrorCode.DEADLINE_EXCEEDED, ErrorCode.RUNNER_KILLED);
    }
    assertThatAnotherProcessWorks();
  }

  /** As if all of it hung, its watchdog included. */
  @Test
  void aProcessThatDoesNothingAnyMoreIsKilledAfterTheDeadline() throws Exception {
    try (var runner = start(MEMORY_BYTES)) {
      signal("STOP", runner.processId());
      var killed = failure(runner.run(task(idle(), 100, MEMORY_BYTES)).outcome());
      assertThat(killed.code()).isEqualTo(ErrorCode.RUNNER_KILLED);
      assertThat(killed.message()).contains("could not be stopped at its deadline");
      assertThat(ProcessHandle.of(runner.processId()).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void theMemoryOfAProcessStaysWithinItsBudget() throws Exception {
    try (var runner = start(256L << 20)) {
      var hog = corpus("every page touched", 256L << 20);
      for (int i = 0; i < 6; i++) {
        assertThat(runner.run(task(hog, 60_000, 256L << 20)).outcome())
            .isInstanceOf(Outcome.Succeeded.class);
      }
      assertThat(runner.residentBytesMax()).isLessThan(runner.heapBytes() * 11 / 10);
    }
  }

  private void assertThatAnotherProcessWorks() throws Exception {
    try (var next = start(SMALL_MEMORY_BYTES)) {
      assertThat(next.run(task(idle(), 60_000, SMALL_MEMORY_BYTES)).outcome())
          .isInstanceOf(Outcome.Succeeded.class);
    }
  }

  private SoleRunner start(long memoryBytes) throws IOException, InterruptedException {
    var runner = SoleRunner.start(launcher, memoryBytes, HEAP_BYTES_MAX);
    assertThat(runner.awaitReady().compiling()).isTrue();
    return runner;
  }

  private static void signal(String name, long process) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
    assertThat(kill.waitFor()).isZero();
  }

  private RunnerCommand.ModuleFile idle() throws IOException, ModuleRefusedException {
    var idle = WasmAssembler.nativeModule(1, 1, 1024, WasmAssembler.i64(0));
    return moduleFile(idle.bytes(), SMALL_MEMORY_BYTES);
  }

  private RunnerCommand.ModuleFile corpus(String name, long memoryBytes)
      throws IOException, ModuleRefusedException {
    var found =
        HostileCorpus.all().stream().filter(module -> module.name().equals(name)).findFirst();
    return moduleFile(found.orElseThrow().bytes(), memoryBytes);
  }

  private RunnerCommand.ModuleFile moduleFile(byte[] wasm, long memoryBytes)
      throws IOException, ModuleRefusedException {
    var ingested = ModuleIngest.ingest(wasm, IngestRules.DEFAULTS.withMemoryBytesMax(memoryBytes));
    var file = Files.write(folder.resolve(ingested.hash() + ".wasm"), ingested.bytes());
    return new RunnerCommand.ModuleFile(ingested.hash(), file.toString(), ingested.facts().shape());
  }

  private RunnerCommand.Run task(
      RunnerCommand.ModuleFile module, long wallMillis, long memoryBytes) {
    tasks++;
    return RunnerCommand.Run.ofBuiltIn(
        tasks,
        module,
        new byte[0],
        List.of(),
        new GuestLimits(wallMillis, memoryBytes, 1 << 20, 0, 0),
        folder.resolve("output-" + tasks).toString());
  }

  private static Outcome.Failed failure(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }
}
