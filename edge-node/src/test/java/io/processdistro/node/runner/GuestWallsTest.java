package io.processdistro.node.runner;

import static io.processdistro.node.testing.WasmAssembler.I32;
import static io.processdistro.node.testing.WasmAssembler.I64;
import static io.processdistro.node.testing.WasmAssembler.call;
import static io.processdistro.node.testing.WasmAssembler.get;
import static io.processdistro.node.testing.WasmAssembler.i32;
import static io.processdistro.node.testing.WasmAssembler.i64;
import static io.processdistro.node.testing.WasmAssembler.join;
import static io.processdistro.node.testing.WasmAssembler.loop;
import static io.processdistro.node.testing.WasmAssembler.nativeModule;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.testing.WasmAssembler;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The walls around users' native modules, and how their outcomes name them. */
@Timeout(120)
class GuestWallsTest {
  private static final long MEMORY_BYTES_MAX = 4 << 20;
  private static final GuestLimits LIMITS =
      new GuestLimits(20_000, MEMORY_BYTES_MAX, 1 << 16, 0, 0);
  private static final IngestRules RULES =
      IngestRules.DEFAULTS.withMemoryBytesMax(MEMORY_BYTES_MAX);
  private static final int ADDRESS = 1024;
  private static final byte[] DROP = {0x1a};

  @RegisterExtension static final RunnerHarness runner = new RunnerHarness(EngineProfile.USER, 2);

  @Test
  void aTrapNamesTheFunctionAndItsNumber() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int alloc = module.function(new int[] {I32}, new int[] {I32}, 0, i32(ADDRESS));
    int divide =
        module.function(
            new int[] {I32, I32}, new int[] {I32}, 0, get(0), get(1), new byte[] {0x6d});
    int execute =
        module.function(
            new int[] {I32, I32},
            new int[] {I64},
            0,
            join(i32(1), i32(0), call(divide), new byte[] {(byte) 0xad}));
    module.export("alloc", alloc).export("execute", execute);
    module.named(divide, "divide\u001b[31m");
    var failed = failure(run(module.bytes(), LIMITS));
    assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_TRAP);
    assertThat(failed.message())
        .startsWith("trap: integer divide by zero in function divide")
        .endsWith("(#1)")
        .doesNotContain("\u001b");
  }

  @Test
  void aTrapInAFunctionWithoutANameHasItsNumber() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int alloc = module.function(new int[] {I32}, new int[] {I32}, 0, i32(ADDRESS));
    int broken = module.function(new int[] {}, new int[] {I64}, 0, new byte[] {0});
    int execute = module.function(new int[] {I32, I32}, new int[] {I64}, 0, call(broken));
    module.export("alloc", alloc).export("execute", execute);
    assertThat(failure(run(module.bytes(), LIMITS)).message())
        .isEqualTo("trap: unreachable in function #1");
  }

  @Test
  void exhaustedFuelIsNoOrdinaryTrapAndTheSameModuleRunsWithMore() throws IOException {
    var counting =
        nativeModule(
            1,
            1,
            ADDRESS,
            new byte[] {0x03, 0x40}, // loop
            join(get(2), i64(1), new byte[] {0x7c, 0x22, 2}),
            join(i64(100_000), new byte[] {0x53, 0x0d, 0, 0x0b}), // again while below
            i64(0));
    var file = runner.userModule(counting.bytes(), RULES.withFuel(true));
    var poor = new GuestLimits(20_000, MEMORY_BYTES_MAX, 1 << 16, 0, 5_000);
    var rich = new GuestLimits(20_000, MEMORY_BYTES_MAX, 1 << 16, 0, 10_000_000);
    for (int round = 0; round < 3; round++) {
      var failed = failure(run(file, poor));
      assertThat(failed.code()).isEqualTo(ErrorCode.FUEL_EXHAUSTED);
      assertThat(failed.message()).isEqualTo("fuel exhausted after 5000");
      assertThat(run(file, rich)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(run(file, LIMITS)).isInstanceOf(Outcome.Succeeded.class);
    }
  }

  @Test
  void aTrapOfAMeteredModuleWithFuelLeftIsATrap() throws IOException {
    var module = nativeModule(1, 1, ADDRESS, new byte[] {0});
    var file = runner.userModule(module.bytes(), RULES.withFuel(true));
    var rich = new GuestLimits(20_000, MEMORY_BYTES_MAX, 1 << 16, 0, 10_000_000);
    assertThat(failure(run(file, rich)).code()).isEqualTo(ErrorCode.GUEST_TRAP);
  }

  @Test
  void fuelForAModuleThatCannotCountIsRefused() throws IOException {
    var file = runner.userModule(nativeModule(1, 1, ADDRESS, i64(0)).bytes(), RULES);
    var limits = new GuestLimits(20_000, MEMORY_BYTES_MAX, 1 << 16, 0, 1);
    var failed = failure(run(file, limits));
    assertThat(failed.code()).isEqualTo(ErrorCode.MODULE_INVALID);
    assertThat(failed.message()).contains("--fuel");
  }

  @Test
  void aGuestThatGrowsUntilItGivesUpHitsTheMemoryWall() throws IOException {
    var growing =
        nativeModule(
            1,
            -1,
            ADDRESS,
            loop(join(i32(1), new byte[] {0x40, 0}, i32(-1), new byte[] {0x46, 0x0d, 1})),
            new byte[] {0});
    var failed = failure(run(growing.bytes(), LIMITS));
    assertThat(failed.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    assertThat(failed.message()).startsWith("memory limit 4 MiB").contains("unreachable");
  }

  @Test
  void moreMemoryThanTheJobAllowsIsFound() throws IOException {
    var growing = nativeModule(1, -1, ADDRESS, join(i32(40), new byte[] {0x40, 0}, DROP), i64(0));
    var small = new GuestLimits(20_000, 1 << 20, 1 << 16, 0, 0);
    var failed = failure(run(growing.bytes(), small));
    assertThat(failed.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    assertThat(failed.message()).startsWith("memory limit 1 MiB");
  }

  @Test
  void endlessRecursionHitsTheStackWall() throws IOException {
    var module = WasmAssembler.withMemory(1, 1);
    int alloc = module.function(new int[] {I32}, new int[] {I32}, 0, i32(ADDRESS));
    int recursive = 1;
    module.function(
        new int[] {}, new int[] {I64}, 0, join(call(recursive), i64(1), new byte[] {0x7c}));
    int execute = module.function(new int[] {I32, I32}, new int[] {I64}, 0, call(recursive));
    module.export("alloc", alloc).export("execute", execute);
    var failed = failure(run(module.bytes(), LIMITS));
    assertThat(failed.code()).isEqualTo(ErrorCode.STACK_EXCEEDED);
    assertThat(failed.message()).startsWith("stack limit").contains("#1");
  }

  @Test
  void anOutputOverTheLimitIsNamed() throws IOException {
    var failed =
        failure(run(nativeModule(4, 4, ADDRESS, i64((1024L << 32) | 70_000)).bytes(), LIMITS));
    assertThat(failed.code()).isEqualTo(ErrorCode.OUTPUT_EXCEEDED);
    assertThat(failed.message()).startsWith("output limit 64 KiB");
  }

  /** Its execute answers the sum of the page beyond its input, then fills it. */
  @Test
  void nothingOfATaskIsVisibleToTheNext() throws IOException {
    var probe =
        nativeModule(
            2,
            2,
            ADDRESS,
            loop(
                join(get(2), i64(8192), new byte[] {0x54, 0x45, 0x0d, 1}),
                join(get(3), address(), new byte[] {0x29, 3, 0, 0x7c, 0x21, 3}),
                join(address(), i64(-1), new byte[] {0x37, 3, 0}),
                join(get(2), i64(1), new byte[] {0x7c, 0x21, 2})),
            join(i32(ADDRESS), get(3), new byte[] {0x37, 3, 0}),
            i64(((long) ADDRESS << 32) | 8));
    var file = runner.userModule(probe.bytes(), RULES);
    for (int task = 0; task < 200; task++) {
      var output = ((Outcome.Succeeded) run(file, LIMITS)).output();
      assertThat(((Output.Inline) output).bytes()).containsOnly(0);
    }
  }

  @Test
  void twoModulesOfOneNameAndTwoContentsDoNotMeet() throws IOException {
    var one = runner.userModule(constant("twin", 1), RULES);
    var two = runner.userModule(constant("twin", 2), RULES);
    for (int round = 0; round < 50; round++) {
      assertThat(firstByte(run(one, LIMITS))).isEqualTo(1);
      assertThat(firstByte(run(two, LIMITS))).isEqualTo(2);
    }
  }

  private static byte[] constant(String name, int value) {
    return nativeModule(1, 1, ADDRESS, join(i32(0), i32(value), new byte[] {0x36, 2, 0}), i64(1))
        .named(1, name)
        .bytes();
  }

  private static int firstByte(Outcome outcome) {
    return ((Output.Inline) ((Outcome.Succeeded) outcome).output()).bytes()[0];
  }

  /** 65536 + 8 x local 2. */
  private static byte[] address() {
    return join(get(2), i64(8), new byte[] {0x7e}, i64(65_536), new byte[] {0x7c, (byte) 0xa7});
  }

  private static Outcome run(byte[] wasm, GuestLimits limits) throws IOException {
    return run(runner.userModule(wasm, RULES), limits);
  }

  private static Outcome run(RunnerCommand.ModuleFile module, GuestLimits limits)
      throws IOException {
    var task = runner.userTask(module, new byte[4], List.of(), limits, "", 0);
    return runner.run(task).outcome();
  }

  private static Outcome.Failed failure(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }
}
