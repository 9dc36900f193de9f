package io.processdistro.node.runner;

import static io.processdistro.node.testing.WasmAssembler.I32;
import static io.processdistro.node.testing.WasmAssembler.I64;
import static io.processdistro.node.testing.WasmAssembler.call;
import static io.processdistro.node.testing.WasmAssembler.i32;
import static io.processdistro.node.testing.WasmAssembler.i64;
import static io.processdistro.node.testing.WasmAssembler.join;
import static io.processdistro.node.testing.WasmAssembler.leaveIf;
import static io.processdistro.node.testing.WasmAssembler.loop;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.testing.WasmAssembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** WASI commands in a real runner of users' modules: what they see, and what lying gives them. */
@Timeout(120)
class WasiCommandTest {
  private static final GuestLimits LIMITS = new GuestLimits(20_000, 1 << 24, 1 << 22, 1 << 12, 0);
  private static final int[] NONE = {};
  private static final byte[] DROP = {0x1a};

  /** Where the guests put their list of one vector, its size afterwards, and its bytes. */
  private static final int LIST = 0;

  private static final int SIZE = 8;
  private static final int BYTES = 1024;

  @RegisterExtension static final RunnerHarness runner = new RunnerHarness(EngineProfile.USER, 2);

  @Test
  void standardInputComesOutOfHeaderAndPartsInOrder() throws IOException {
    var first = randomBytes(300_000);
    var second = randomBytes(70_001);
    var empty = runner.part(new byte[0]);
    var parts = List.of(runner.part(first), empty, runner.part(second));
    var task = runner.userTask(echo(), new byte[] {1, 2, 3}, parts, LIMITS, "", 0);
    assertThat(output(task)).isEqualTo(join(new byte[] {1, 2, 3}, first, second));
  }

  @Test
  void aSmallOutputStaysInline() throws IOException {
    var outcome = run(echo(), "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(((Outcome.Succeeded) outcome).output()).isInstanceOf(Output.Inline.class);
  }

  @Test
  void argumentsArePhaseAndParametersAndThereIsNoEnvironment() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int sizes = module.wasi("args_sizes_get", I32, I32);
    int get = module.wasi("args_get", I32, I32);
    int environ = module.wasi("environ_sizes_get", I32, I32);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    var code =
        join(
            join(i32(16), i32(LIST + 4), call(sizes), DROP), // bytes of the strings: the length
            join(i32(32), i32(BYTES), call(get), DROP),
            join(i32(48), i32(52), call(environ), DROP),
            join(i32(LIST), i32(BYTES), new byte[] {0x36, 2, 0}),
            write(write, 1),
            vector(16, 4),
            write(write, 1),
            vector(48, 8),
            write(write, 1));
    var file = command(module, code);
    var task = runner.userTask(file, new byte[0], List.of(), LIMITS, "{\"size\":3}", 0);
    var said = new String(output(task), StandardCharsets.ISO_8859_1);
    assertThat(said)
        .isEqualTo("task\0execute\0{\"size\":3}\0" + "\3\0\0\0" + "\0\0\0\0" + "\0\0\0\0");
  }

  @Test
  void clocksStandStillAndRandomnessFollowsFromTheTask() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int clock = module.wasi("clock_time_get", I32, I64, I32);
    int random = module.wasi("random_get", I32, I32);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    var code =
        join(
            join(i32(0), i64(0), i32(BYTES), call(clock), DROP),
            join(i32(1), i64(0), i32(BYTES + 8), call(clock), DROP),
            join(i32(BYTES + 16), i32(5), call(random), DROP),
            join(i32(BYTES + 21), i32(27), call(random), DROP),
            vector(BYTES, 48),
            write(write, 1));
    var file = command(module, code);
    var once = output(runner.userTask(file, new byte[0], List.of(), LIMITS, "", 7));
    var again = output(runner.userTask(file, new byte[0], List.of(), LIMITS, "", 7));
    var other = output(runner.userTask(file, new byte[0], List.of(), LIMITS, "", 8));
    assertThat(again).isEqualTo(once);
    assertThat(Arrays.copyOfRange(other, 16, 48)).isNotEqualTo(Arrays.copyOfRange(once, 16, 48));
    var clocks = ByteBuffer.wrap(once).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(clocks.getLong()).isEqualTo(946_684_800_000_000_000L).isEqualTo(clocks.getLong());
    // SplitMix64 of seed 7: a fixed fact, not whatever the code says today.
    assertThat(clocks.getLong()).isEqualTo(0x63cbe1e459320dd7L);
  }

  @Test
  void theStatusOfTheProgramDecidesAndItsLogTells() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    int exit = module.procExit();
    module.data(BYTES, "bad \u001b[31mred\nline".getBytes(StandardCharsets.UTF_8));
    var code = join(vector(BYTES, 17), write(write, 2), i32(3), call(exit));
    var failed = failure(run(command(module, code), new byte[0]));
    assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_ERROR_CODE);
    assertThat(failed.message()).isEqualTo("the task exited with status 3");
    assertThat(failed.log()).isEqualTo("bad \\u{1b}[31mred\nline");
  }

  @Test
  void endingWithStatusZeroIsSuccess() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int exit = module.procExit();
    assertThat(run(command(module, join(i32(0), call(exit))), new byte[0]))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aFloodOfLogIsCutToItsEndAndTheOutputIsIntact() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    int exit = module.procExit();
    module.data(BYTES, "0123456789".getBytes(StandardCharsets.UTF_8));
    var once = join(vector(BYTES, 10), write(write, 2));
    byte[] code = {};
    for (int i = 0; i < 1_000; i++) code = join(code, once);
    code = join(code, vector(0, 60_000), write(write, 2), vector(BYTES, 10), write(write, 2));
    var failed = failure(run(command(module, join(code, i32(1), call(exit))), new byte[0]));
    assertThat(failed.log()).startsWith("… (").endsWith("0123456789");
    assertThat(failed.log().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096 + 100);
  }

  @Test
  void anOutputOverItsLimitIsNamed() throws IOException {
    var module = WasmAssembler.withMemory(2, 2);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    var code = join(vector(0, 65_536), loop(write(write, 1)));
    var failed = failure(run(command(module, code), new byte[0]));
    assertThat(failed.code()).isEqualTo(ErrorCode.OUTPUT_EXCEEDED);
    assertThat(failed.message()).startsWith("output limit 4 MiB");
  }

  @Test
  void liesAboutMemoryAreAnsweredWithErrorNumbers() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    int read = module.wasi("fd_read", I32, I32, I32, I32);
    int random = module.wasi("random_get", I32, I32);
    int args = module.wasi("args_get", I32, I32);
    int status = module.wasi("fd_fdstat_get", I32, I32);
    int seek = module.wasi("fd_seek", I32, I64, I32, I32);
    int close = module.wasi("fd_close", I32);
    int open = module.wasi("path_open", I32, I32, I32, I32, I32, I64, I64, I32, I32);
    int preopened = module.wasi("fd_prestat_get", I32, I32);
    byte[][] lies = {
      join(i32(1), i32(0), i32(0x8000_0000), i32(SIZE), call(write)), // 2^31 vectors
      join(i32(1), i32(0), i32(-1), i32(SIZE), call(write)),
      join(i32(1), i32(65_530), i32(1), i32(SIZE), call(write)), // the list over the end
      join(i32(1), i32(-8), i32(1), i32(SIZE), call(write)),
      join(vector(65_000, 1_000), i32(1), i32(LIST), i32(1), i32(SIZE), call(write)),
      join(vector(16, 1 << 30), i32(2), i32(LIST), i32(1), i32(SIZE), call(write)), // 1 GiB of log
      join(vector(-1, -1), i32(1), i32(LIST), i32(1), i32(SIZE), call(write)),
      join(vector(16, 4), i32(1), i32(LIST), i32(1), i32(65_533), call(write)), // nowhere to answer
      join(vector(-16, 8), i32(0), i32(LIST), i32(1), i32(SIZE), call(read)),
      join(vector(16, 4), i32(7), i32(LIST), i32(1), i32(SIZE), call(write)),
      join(vector(16, 4), i32(1), i32(LIST), i32(1), i32(SIZE), call(read)),
      join(i32(65_535), i32(2), call(random)),
      join(i32(-1), i32(-1), call(random)),
      join(i32(65_530), i32(0), call(args)),
      join(i32(0), i32(65_530), call(args)),
      join(i32(1), i32(65_520), call(status)),
      join(i32(9), i32(0), call(status)),
      join(i32(1), i64(0), i32(0), i32(SIZE), call(seek)),
      join(i32(-1), call(close)),
      join(i32(3), i32(0), i32(16), i32(4), i32(0), i64(0), i64(0), i32(0), i32(0), call(open)),
      join(i32(3), i32(16), call(preopened)),
    };
    int[] expected = {28, 28, 21, 21, 21, 21, 21, 21, 21, 8, 8, 21, 21, 21, 21, 21, 8, 70, 8, 8, 8};
    byte[] code = {};
    for (int i = 0; i < lies.length; i++) {
      code = join(code, i32(BYTES + 4 * i), lies[i], new byte[] {0x36, 2, 0});
    }
    code = join(code, vector(BYTES, 4 * lies.length), write(write, 1));
    var task = runner.userTask(command(module, code), new byte[9], List.of(), LIMITS, "", 0);
    var answers = new int[lies.length];
    ByteBuffer.wrap(output(task)).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(answers);
    assertThat(answers).containsExactly(expected);
  }

  @Test
  void aListThatTheInputOverwritesIsNotReadTwice() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int read = module.wasi("fd_read", I32, I32, I32, I32);
    // The input lands on the second vector of the list and makes it point far outside.
    var code =
        join(
            store(0, 8),
            store(4, 8),
            store(8, 4096),
            store(12, 4),
            join(i32(0), i32(0), i32(2), i32(64), call(read), DROP));
    var hostile = new byte[12];
    Arrays.fill(hostile, (byte) 0xff);
    assertThat(run(command(module, code), hostile)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aStartFunctionThatCallsTooEarlyIsNamed() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int exit = module.procExit();
    module.start(module.function(NONE, NONE, 0, join(i32(0), call(exit))));
    var failed = failure(run(command(module, new byte[0]), new byte[0]));
    assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_INVALID);
    assertThat(failed.message()).contains("start function").contains("proc_exit");
  }

  @Test
  void anEndlessLoopOfCallsEndsAtTheDeadline() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    var file = command(module, join(vector(BYTES, 1), loop(write(write, 2))));
    var limits = new GuestLimits(300, 1 << 24, 1 << 22, 1 << 12, 0);
    var finished = runner.run(runner.userTask(file, new byte[0], List.of(), limits, "", 0));
    var failed = failure(finished.outcome());
    assertThat(failed.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(failed.message()).isEqualTo("deadline 300 ms");
    assertThat(failed.log()).isNotEmpty();
  }

  /** Reads 1000 bytes at a time and writes what came. */
  private static RunnerCommand.ModuleFile echo() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int read = module.wasi("fd_read", I32, I32, I32, I32);
    int write = module.wasi("fd_write", I32, I32, I32, I32);
    var code =
        loop(
            vector(BYTES, 1_000),
            join(i32(0), i32(LIST), i32(1), i32(LIST + 4), call(read), DROP),
            join(i32(LIST + 4), new byte[] {0x28, 2, 0}, 0x45, leaveIf()),
            write(write, 1));
    return command(module, code);
  }

  private static byte[] vector(int pointer, int length) {
    return join(store(LIST, pointer), store(LIST + 4, length));
  }

  private static byte[] store(int address, int value) {
    return join(i32(address), i32(value), new byte[] {0x36, 2, 0});
  }

  private static byte[] write(int function, int descriptor) {
    return join(i32(descriptor), i32(LIST), i32(1), i32(SIZE), call(function), DROP);
  }

  private static RunnerCommand.ModuleFile command(WasmAssembler module, byte[] code)
      throws IOException {
    module.export("_start", module.function(NONE, NONE, 0, code));
    return runner.userModule(module.bytes(), IngestRules.DEFAULTS);
  }

  private static Outcome run(RunnerCommand.ModuleFile module, byte[] input) throws IOException {
    return runner.run(runner.userTask(module, input, List.of(), LIMITS, "", 0)).outcome();
  }

  private static byte[] output(RunnerCommand.Run task) throws IOException {
    var outcome = runner.run(task).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    return switch (((Outcome.Succeeded) outcome).output()) {
      case Output.Inline inline -> inline.bytes();
      case Output.Blob blob -> Files.readAllBytes(Path.of(task.outputFile()));
    };
  }

  private static Outcome.Failed failure(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
