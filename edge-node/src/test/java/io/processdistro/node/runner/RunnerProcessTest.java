package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class RunnerProcessTest {
  @RegisterExtension
  static final RunnerHarness runner = new RunnerHarness(EngineProfile.BUILT_IN, 2);

  private static RunnerCommand.ModuleFile selfTest;

  @BeforeAll
  static void readModule() throws IOException {
    selfTest = selfTestFor(runner);
  }

  private static RunnerCommand.ModuleFile selfTestFor(RunnerHarness runner) throws IOException {
    var resource = "/io/processdistro/wasm/self_test.wasm";
    try (var stream = RunnerProcessTest.class.getResourceAsStream(resource)) {
      return runner.moduleFile(stream.readAllBytes());
    }
  }

  @Test
  void guestsAreCompiledNotInterpreted() {
    assertThat(runner.engine().name()).isEqualTo("GraalVM CE");
    assertThat(runner.engine().warning()).isEmpty();
    assertThat(runner.engine().compiling()).isTrue();
  }

  @Test
  void aTaskGivesItsOutput() throws IOException {
    var finished = runner.run(runner.task(selfTest, request(0, 1), 10_000));
    assertThat(finished.outcome()).isInstanceOf(Outcome.Succeeded.class);
    var output = (Output.Inline) ((Outcome.Succeeded) finished.outcome()).output();
    assertThat(ByteBuffer.wrap(output.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(scalarReference());
    assertThat(finished.kernelNanos()).isPositive().isLessThanOrEqualTo(finished.slotNanos());
  }

  /** Stopped by the system's own means, so nothing in it goes on, and started by them too. */
  @Test
  void aRestStopsTheWholeProcessAndIsNotCountedAgainstTheDeadline() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "only Linux is asked to stop it");
    long startNanos = System.nanoTime();
    runner.send(runner.task(selfTest, request(2, 0), 1_000));
    runner.send(new RunnerCommand.Rest(900_000_000));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> stateOf(runner.process()).equals("T"));
    var finished = (RunnerEvent.Finished) runner.receive();
    assertThat(((Outcome.Failed) finished.outcome()).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1_900));
    assertThat(stateOf(runner.process())).isNotEqualTo("T");
  }

  /** One letter, by the system. */
  private static String stateOf(Process process) throws IOException {
    var facts = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return facts.substring(facts.lastIndexOf(')') + 2).split(" ")[0];
  }

  @Test
  void anEndlessTaskEndsAtItsDeadlineAndTheSlotGoesOn() throws IOException {
    for (int round = 0; round < 4; round++) {
      var finished = runner.run(runner.task(selfTest, request(2, 0), 50));
      assertThat(((Outcome.Failed) finished.outcome()).code())
          .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    }
    assertThat(runner.run(runner.task(selfTest, request(0, 1), 10_000)).outcome())
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aCancelledTaskEndsAsCancelled() throws IOException {
    var task = runner.task(selfTest, request(2, 0), 60_000);
    runner.send(task);
    runner.send(new RunnerCommand.Cancel(task.task()));
    runner.send(new RunnerCommand.Cancel(987654));
    var finished = (RunnerEvent.Finished) runner.receive();
    assertThat(finished.task()).isEqualTo(task.task());
    assertThat(finished.outcome()).isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void aTaskThatWaitsForASlotCanBeRecalledOneThatEndedCannot() throws IOException {
    var ended = runner.task(selfTest, request(0, 1), 10_000);
    runner.run(ended);
    occupySlots();
    var waiting = runner.task(selfTest, request(0, 1), 10_000);
    runner.send(waiting);
    runner.send(new RunnerCommand.Recall(ended.task()));
    runner.send(new RunnerCommand.Recall(987654));
    runner.send(new RunnerCommand.Recall(waiting.task()));
    assertThat(runner.receive()).isEqualTo(new RunnerEvent.Returned(waiting.task()));
  }

  @Test
  void aTaskThatWaitsForASlotIsCancelledWithoutOne() throws IOException {
    occupySlots();
    var waiting = runner.task(selfTest, request(0, 1), 10_000);
    runner.send(waiting);
    runner.send(new RunnerCommand.Cancel(waiting.task()));
    var finished = (RunnerEvent.Finished) runner.receive();
    assertThat(finished.task()).isEqualTo(waiting.task());
    assertThat(finished.outcome()).isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void theDeadlineOfAWaitingTaskStartsWithItsSlot() throws IOException {
    var running = occupySlots();
    var waiting = runner.task(selfTest, request(0, 1), 100);
    runner.send(waiting);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    runner.send(new RunnerCommand.Cancel(running.getFirst().task()));
    assertThat(((RunnerEvent.Finished) runner.receive()).task())
        .isEqualTo(running.getFirst().task());
    var finished = (RunnerEvent.Finished) runner.receive();
    assertThat(finished.task()).isEqualTo(waiting.task());
    assertThat(finished.outcome()).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void theEndsOfShortTasksAreNotHeldBackByLongOnes() throws IOException {
    runner.run(runner.task(selfTest, request(0, 1), 10_000)); // warm
    for (int task = 0; task < 20; task++) {
      runner.send(runner.task(selfTest, request(0, 1), 10_000));
    }
    occupySlots();
    occupySlots();
    for (int task = 0; task < 20; task++) {
      assertThat(((RunnerEvent.Finished) runner.receive()).outcome())
          .isInstanceOf(Outcome.Succeeded.class);
    }
  }

  /** As many endless tasks as there are slots. */
  private List<RunnerCommand.Run> occupySlots() throws IOException {
    var tasks =
        List.of(
            runner.task(selfTest, request(2, 0), 60_000),
            runner.task(selfTest, request(2, 0), 60_000));
    for (var task : tasks) runner.send(task);
    return tasks;
  }

  @Test
  void anErrorCodeOfTheGuestIsReportedAsSuch() throws IOException {
    var finished = runner.run(runner.task(selfTest, request(77, 0), 10_000));
    var failed = (Outcome.Failed) finished.outcome();
    assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_ERROR_CODE);
    assertThat(failed.message()).contains("-4");
  }

  @Test
  void theEndOfTheAgentEndsTheRunner() throws Exception {
    var orphan = RunnerHarness.started(EngineProfile.BUILT_IN, 1);
    orphan.send(orphan.task(selfTestFor(orphan), request(2, 0), 60_000));
    orphan.close();
    assertThat(orphan.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(orphan.process().exitValue()).isEqualTo(RunnerExit.STOPPED.code());
  }

  private static byte[] request(int mode, int calls) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(mode).putInt(calls).array();
  }

  private static long scalarReference() {
    long x = 1;
    for (int i = 0; i < 1000; i++) x = x * 6364136223846793005L + 1442695040888963407L;
    return x;
  }
}
