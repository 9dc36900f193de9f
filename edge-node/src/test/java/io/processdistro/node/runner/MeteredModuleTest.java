package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.module.corpus.Code;
import io.processdistro.common.module.corpus.Tasks;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixShape;
import io.processdistro.wasm.abi.PasswordHashInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What ingest writes, run: a metered module does what the plain one does, and stops to the unit.
 */
class MeteredModuleTest {
  private static final int INPUT_BYTES = 16;
  private static final GuestLimits UNFUELLED = GuestLimits.ofBuiltIn(60_000, 1L << 28, 1L << 26);

  /**
   * {@code alloc} has one instruction, so has what follows the loop or filling in {@code execute}.
   */
  private static final long AROUND = 2;

  @RegisterExtension
  static final RunnerHarness runner = new RunnerHarness(EngineProfile.BUILT_IN, 1);

  @Test
  void aMeteredMatrixProductIsTheSame() throws Exception {
    var shape = new MatrixShape(70, 33, 45, 32);
    var input =
        new MatrixMulInput(
            shape, new MatrixMulInput.Factors.Seeded(1), Element.F64, 0, shape.blocks());
    requireSameOutput(BuiltInModule.MATRIX_MUL, input.header(), new byte[0]);
  }

  @Test
  void aMeteredMandelbrotIsTheSame() throws Exception {
    var image = new MandelbrotInput.Image(64, 48, 200);
    var region = new MandelbrotInput.Region(-2.5, 1, -1.25, 1.25);
    var input =
        new MandelbrotInput(image, region, MandelbrotInput.Output.COUNTS, 0, image.pixels());
    requireSameOutput(BuiltInModule.MANDELBROT, input.header(), new byte[0]);
  }

  @Test
  void meteredHashesAreTheSame() throws Exception {
    var words = "alpha\nbeta\ngamma\n".getBytes(StandardCharsets.US_ASCII);
    for (var algorithm : PasswordHashInput.Algorithm.values()) {
      var mode = new PasswordHashInput.Mode.Hash(4, 1);
      var input = new PasswordHashInput(algorithm, mode, 0, 0, 3, words.length);
      requireSameOutput(BuiltInModule.PASSWORD_HASH, input.fixedHeader(), words);
    }
  }

  @ParameterizedTest(name = "{1} units are enough for {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loop     | 80
          call     | 33
          fill     | 136
          grow     | 16387
          start    | 3
          branches | 5
          """)
  void oneUnitLessIsTooLittle(String program, long units) throws Exception {
    var module = file(metered(program(program)));
    long enough = AROUND + units;

    assertThat(outcome(module, enough)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome(module, enough - 1))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo(ErrorCode.FUEL_EXHAUSTED);
              assertThat(failed.message()).isEqualTo("fuel exhausted after " + (enough - 1));
            });
  }

  private static byte[] program(String name) {
    return switch (name) {
      // 16 rounds of 5 instructions: the length of the input is the counter.
      case "loop" ->
          Tasks.execute(new Code().loop().get(1).i32(1).op(0x6b).tee(1).brIf(0).end().i64(0));
      // A call, and a function of 32 instructions.
      case "call" ->
          Tasks.execute(
              new Code().call(0).i64(0),
              builder ->
                  builder
                      .memory(1)
                      .function(Tasks.ACTION_TYPE, new Code().times(32, new Code().op(0x01))));
      // Four instructions, their operands included, and 1,056 bytes.
      case "fill" -> Tasks.execute(new Code().i32(0).i32(7).i32(1_056).memoryFill().i64(0));
      // Three instructions and two pages of 8,192 units.
      case "grow" -> Tasks.execute(new Code().i32(2).memoryGrow().drop().i64(0));
      case "start" -> Tasks.start(new Code().op(0x01, 0x01, 0x01));
      // Both arms are paid for, the return in one of them gives the rest back to nobody.
      case "branches" ->
          Tasks.execute(new Code().i32(1).when().i64(0).op(0x0f).otherwise().op(0x01).end().i64(0));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void requireSameOutput(BuiltInModule builtIn, byte[] header, byte[] rest)
      throws Exception {
    var plain = runner.output(runner.warm(file(builtIn.bytes())), header, runner.part(rest));
    var metered =
        runner.output(runner.warm(file(metered(builtIn.bytes()))), header, runner.part(rest));
    assertThat(metered).isNotEmpty().isEqualTo(plain);
  }

  private static byte[] metered(byte[] module) throws ModuleRefusedException {
    return ModuleIngest.ingest(module, IngestRules.DEFAULTS.withFuel(true)).bytes();
  }

  private static ModuleFile file(byte[] wasm) throws IOException {
    var hash = ContentHash.of(wasm);
    return ModuleFile.ofBuiltIn(
        hash, Files.write(runner.folder().resolve(hash + ".wasm"), wasm).toString());
  }

  private static Outcome outcome(ModuleFile module, long fuel) throws IOException {
    var limits =
        new GuestLimits(
            UNFUELLED.wallMillisMax(),
            UNFUELLED.memoryBytesMax(),
            UNFUELLED.outputBytesMax(),
            UNFUELLED.logBytesMax(),
            fuel);
    return runner
        .run(runner.userTask(module, new byte[INPUT_BYTES], List.of(), limits, "", 1))
        .outcome();
  }
}
