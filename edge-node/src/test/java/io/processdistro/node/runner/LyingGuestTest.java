package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Guests that trap, or whose pointers are not what the ABI promises. */
class LyingGuestTest {
  private static final byte[] UNREACHABLE = {0x00};

  @RegisterExtension
  static final RunnerHarness runner = new RunnerHarness(EngineProfile.BUILT_IN, 1);

  @Test
  void anHonestGuestSucceeds() throws IOException {
    assertThat(outcome(module(1024, constant((64L << 32) | 8))))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aTrapIsNamed() throws IOException {
    var failed = failure(module(1024, UNREACHABLE));
    assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_TRAP);
    assertThat(failed.message()).contains("unreachable");
  }

  @Test
  void anOutputOutsideOfTheMemoryIsRefused() throws IOException {
    for (long result :
        new long[] {(65_530L << 32) | 8, (0x7fff_ffffL << 32) | 1, (70_000L << 32), 65_537}) {
      assertThat(failure(module(1024, constant(result))).code())
          .as("result %x", result)
          .isEqualTo(ErrorCode.GUEST_OUTPUT_INVALID);
    }
  }

  @Test
  void anOutputOverTheLimitIsRefused() throws IOException {
    assertThat(failure(module(1024, constant(0xffff_ffffL))).code())
        .isEqualTo(ErrorCode.OUTPUT_EXCEEDED);
  }

  @Test
  void anAllocationOutsideOfTheMemoryIsRefused() throws IOException {
    for (int pointer : new int[] {65_536, -4, Integer.MAX_VALUE}) {
      assertThat(failure(module(pointer, constant(0))).code())
          .as("pointer %d", pointer)
          .isEqualTo(ErrorCode.GUEST_OUTPUT_INVALID);
    }
    assertThat(failure(module(0, constant(0))).code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
  }

  @Test
  void bytesThatAreNoModuleAreRefused() throws IOException {
    assertThat(failure("not a module".getBytes(StandardCharsets.UTF_8)).code())
        .isEqualTo(ErrorCode.MODULE_INVALID);
  }

  private static Outcome outcome(byte[] wasm) throws IOException {
    var task = runner.task(runner.moduleFile(wasm), new byte[16], 20_000);
    return runner.run(task).outcome();
  }

  private static Outcome.Failed failure(byte[] wasm) throws IOException {
    var outcome = outcome(wasm);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }

  /** One page of memory; alloc answers {@code pointer}; execute is the given instructions. */
  private static byte[] module(int pointer, byte[] execute) {
    var code = new ByteArrayOutputStream();
    code.write(2);
    function(code, join(new byte[] {0x41}, signed(pointer)));
    function(code, execute);

    var wasm = new ByteArrayOutputStream();
    wasm.writeBytes(HexFormat.of().parseHex("0061736d01000000"));
    section(wasm, 1, "0260017f017f60027f7f017e"); // (i32) -> i32, (i32, i32) -> i64
    section(wasm, 3, "020001");
    section(wasm, 5, "010001");
    section(wasm, 7, "03066d656d6f7279020005616c6c6f63000007657865637574650001");
    section(wasm, 10, HexFormat.of().formatHex(code.toByteArray()));
    return wasm.toByteArray();
  }

  private static void section(ByteArrayOutputStream wasm, int id, String hex) {
    byte[] content = HexFormat.of().parseHex(hex);
    wasm.write(id);
    wasm.write(content.length);
    wasm.writeBytes(content);
  }

  private static void function(ByteArrayOutputStream code, byte[] instructions) {
    code.write(instructions.length + 2);
    code.write(0);
    code.writeBytes(instructions);
    code.write(0x0b);
  }

  private static byte[] constant(long value) {
    return join(new byte[] {0x42}, signed(value));
  }

  private static byte[] signed(long value) {
    var bytes = new ByteArrayOutputStream();
    long rest = value;
    while (rest < -64 || rest > 63) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    bytes.write((int) rest & 0x7f);
    return bytes.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    bytes.writeBytes(second);
    return bytes.toByteArray();
  }
}
