package io.processdistro.node.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.corpus.Code;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.Tasks;
import io.processdistro.common.trial.TrialChannel;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.trial.TrialEvent;
import io.processdistro.common.values.Phase;
import io.processdistro.node.runner.EngineProfile;
import io.processdistro.node.runner.RunnerCommandLine;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of a trial run in a real runner. */
@Timeout(120)
class TrialSessionTest {
  private static final int I64_EXTEND_I32_U = 0xad;
  private static final int I64_SHL = 0x86;
  private static final int I64_OR = 0x84;

  @TempDir private Path folder;
  private TrialChannel<TrialEvent, TrialCommand> channel;
  private Thread session;
  private int outputs;

  @BeforeEach
  void start() throws IOException {
    var commands = new PipedOutputStream();
    var events = new PipedInputStream();
    var commandsIn = new PipedInputStream(commands);
    var eventsOut = new PipedOutputStream(events);
    channel = new TrialChannel<>(events, TrialEvent.class, commands, TrialCommand.class);
    session =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var planner =
                      new TrialChannel<>(
                          commandsIn, TrialCommand.class, eventsOut, TrialEvent.class)) {
                    new TrialSession(
                            planner,
                            heap ->
                                RunnerCommandLine.ofThisProcess(heap)
                                    .command(EngineProfile.USER, 1),
                            1L << 30)
                        .serve();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
  }

  @AfterEach
  void end() throws Exception {
    channel.close();
    session.join(20_000);
    assertThat(session.isAlive()).as("the session after its end").isFalse();
  }

  @Test
  void outputsAreWrittenToFiles() throws Exception {
    open(echo(), 10_000, 0);
    var file = Files.writeString(folder.resolve("input"), "0123456789");

    var first = run(new byte[] {'a'}, new TrialCommand.Part(file.toString(), 3, 4));
    var empty = run(new byte[0]);

    assertThat(first.failure()).isNull();
    assertThat(first.kernelNanos()).isPositive().isLessThanOrEqualTo(first.slotNanos());
    assertThat(folder.resolve("output-1")).hasContent("a3456");
    assertThat(empty.failure()).isNull();
    assertThat(folder.resolve("output-2")).isEmptyFile();
  }

  @Test
  void aWallIsNamedAndTheNextTaskRunsAllTheSame() throws Exception {
    open(corpus("an endless loop"), 300, 0);

    for (int round = 0; round < 2; round++) {
      var ended = run(new byte[0]);
      assertThat(ended.failure().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
      assertThat(ended.failure().message()).isEqualTo("deadline 300 ms");
    }
  }

  @Test
  void aBudgetEndsAMeteredModule() throws Exception {
    open(corpus("an endless loop"), 60_000, 5_000);

    assertThat(run(new byte[0]).failure())
        .isEqualTo(
            new TrialEvent.Failure(ErrorCode.FUEL_EXHAUSTED, "fuel exhausted after 5000", ""));
  }

  @Test
  void aCompileBombEndsTheTrialAndNothingHangs() throws Exception {
    open(corpus("a compile bomb"), 2_000, 0);

    var codes = List.of(run(new byte[0]).failure().code(), run(new byte[0]).failure().code());

    assertThat(codes)
        .allMatch(
            code ->
                code == ErrorCode.DEADLINE_EXCEEDED
                    || code == ErrorCode.RUNNER_KILLED
                    || code == ErrorCode.RUNNER_DIED);
  }

  @Test
  void aTrialWithoutAModuleIsBroken() throws Exception {
    channel.send(task(new byte[0]));

    assertThat(channel.receive()).containsInstanceOf(TrialEvent.Broken.class);
  }

  private static byte[] echo() {
    return Tasks.execute(
        new Code()
            .get(0)
            .op(I64_EXTEND_I32_U)
            .i64(32)
            .op(I64_SHL)
            .get(1)
            .op(I64_EXTEND_I32_U)
            .op(I64_OR));
  }

  private static byte[] corpus(String name) {
    return HostileCorpus.all().stream()
        .filter(module -> module.name().equals(name))
        .findFirst()
        .orElseThrow()
        .bytes();
  }

  private void open(byte[] bytes, long wallMillisMax, long fuel) throws Exception {
    var module = ModuleIngest.ingest(bytes, IngestRules.DEFAULTS.withFuel(fuel > 0));
    var file = Files.write(folder.resolve("module.wasm"), module.bytes());
    channel.send(
        new TrialCommand.Open(
            new TrialCommand.Module(
                file.toString(), module.hash().toString(), module.facts().shape(), ""),
            new TrialCommand.Walls(wallMillisMax, 16 << 20, 1 << 20, 1_000, fuel),
            folder.toString()));
    assertThat(channel.receive()).containsInstanceOf(TrialEvent.Opened.class);
  }

  private TrialEvent.Ended run(byte[] header, TrialCommand.Part... parts) throws IOException {
    channel.send(task(header, parts));
    return (TrialEvent.Ended) channel.receive().orElseThrow();
  }

  private TrialCommand.Run task(byte[] header, TrialCommand.Part... parts) {
    var output = folder.resolve("output-" + ++outputs).toString();
    return new TrialCommand.Run(Phase.EXECUTE, header, List.of(parts), 1, output);
  }
}
