package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixShape;
import io.processdistro.wasm.abi.PasswordHashInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs that no planner makes. The same runner takes them all: none may harm the next task. */
class HostileInputTest {
  /**
   * A legal header may ask for much work; then the deadline ends it. Long enough that no
   * compilation is under way then: a guest that compiles cannot be stopped within the second that
   * ends the whole runner.
   */
  private static final long WALL_MILLIS_MAX = 20_000;

  private static final int VARIANTS = 150;

  @RegisterExtension
  static final RunnerHarness runner = new RunnerHarness(EngineProfile.BUILT_IN, 1);

  @ParameterizedTest
  @EnumSource
  void everyTruncatedInputIsRefusedByTheModule(BuiltInModule module) throws IOException {
    var file = runner.warmModule(module);
    byte[] whole = valid(module);
    for (int length = 0; length < whole.length; length++) {
      var outcome = runner.run(runner.task(file, Arrays.copyOf(whole, length), 10_000)).outcome();
      assertThat(outcome)
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(Outcome.Failed.class);
      assertThat(((Outcome.Failed) outcome).code()).isEqualTo(ErrorCode.GUEST_ERROR_CODE);
    }
    assertStillRight(module);
  }

  @ParameterizedTest
  @EnumSource
  void everyDamagedInputEndsInAnOutcomeAndHarmsNothing(BuiltInModule module) throws IOException {
    var file = runner.warmModule(module);
    var random = new Random(module.ordinal());
    for (int variant = 0; variant < VARIANTS; variant++) {
      byte[] input = damaged(valid(module), random);
      var outcome = runner.run(runner.task(file, input, WALL_MILLIS_MAX)).outcome();
      if (outcome instanceof Outcome.Failed failed) {
        assertThat(failed.code())
            .as("variant %d: %s", variant, failed.message())
            .isIn(
                ErrorCode.GUEST_ERROR_CODE,
                ErrorCode.DEADLINE_EXCEEDED,
                ErrorCode.MEMORY_EXCEEDED,
                ErrorCode.OUTPUT_EXCEEDED);
      } else {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
      }
    }
    assertStillRight(module);
  }

  @Test
  void thousandsOfTasksLeaveNothingBehind() throws IOException {
    var file = runner.warmModule(BuiltInModule.MANDELBROT);
    byte[] header = valid(BuiltInModule.MANDELBROT);
    byte[] first = runner.output(file, header);
    for (int task = 0; task < 3_000; task++) {
      assertThat(runner.output(file, header)).isEqualTo(first);
    }
    assertThat(runner.process().isAlive()).isTrue();
  }

  @Test
  void largeTasksInARowFitIntoASmallHeap() throws IOException {
    // 100 x 32 MiB of input and output pass through a heap of 1 GiB: three quarters would stay if
    // one in
    // four contexts leaked.
    var file = runner.warmModule(BuiltInModule.PASSWORD_HASH);
    byte[] text = new byte[16 << 20];
    Arrays.fill(text, (byte) 'x');
    var input =
        new PasswordHashInput(
            PasswordHashInput.Algorithm.SHA256,
            new PasswordHashInput.Mode.Hash(4, 0),
            0,
            0,
            2,
            text.length);
    var part = runner.part(text);
    for (int task = 0; task < 100; task++) {
      var outcome =
          runner.run(runner.task(file, input.fixedHeader(), List.of(part), 10_000)).outcome();
      assertThat(((Outcome.Failed) outcome).message()).contains("-2");
    }
  }

  /** The module still computes what it did before, in the same runner. */
  private static void assertStillRight(BuiltInModule module) throws IOException {
    var file = runner.warmModule(module);
    byte[] again = runner.output(file, valid(module));
    assertThat(again).hasSize(outputBytes(module));
    assertThat(runner.output(file, valid(module))).isEqualTo(again);
  }

  private static byte[] damaged(byte[] input, Random random) {
    byte[] copy = Arrays.copyOf(input, input.length + (random.nextInt(4) == 0 ? 16 : 0));
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      int place = random.nextInt(copy.length);
      copy[place] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) (copy[place] ^ (1 << random.nextInt(8)));
            case 2 -> (byte) 0xff;
            default -> 0;
          };
    }
    return copy;
  }

  private static byte[] valid(BuiltInModule module) {
    return switch (module) {
      case MATRIX_MUL -> {
        var shape = new MatrixShape(6, 3, 5, 4);
        var factors =
            new MatrixMulInput.Factors.Panels(Element.F64, Element.F32, 0, 2, List.of(0, 1));
        byte[] header = new MatrixMulInput(shape, factors, Element.F64, 0, 4).header();
        yield Arrays.copyOf(header, header.length + 2 * 4 * 3 * 8 + 2 * 4 * 3 * 4);
      }
      case MANDELBROT ->
          new MandelbrotInput(
                  new MandelbrotInput.Image(20, 10, 50),
                  new MandelbrotInput.Region(-2.5, 1, -1.25, 1.25),
                  MandelbrotInput.Output.COUNTS,
                  3,
                  133)
              .header();
      case PASSWORD_HASH -> {
        byte[] text = "alpha\nbeta\ngamma".getBytes(StandardCharsets.US_ASCII);
        var mode = new PasswordHashInput.Mode.Hash(4, 1);
        byte[] header =
            new PasswordHashInput(PasswordHashInput.Algorithm.SHA256, mode, 0, 0, 3, text.length)
                .fixedHeader();
        byte[] whole = Arrays.copyOf(header, header.length + text.length);
        System.arraycopy(text, 0, whole, header.length, text.length);
        yield whole;
      }
    };
  }

  private static int outputBytes(BuiltInModule module) {
    return switch (module) {
      case MATRIX_MUL -> 6 * 5 * 8;
      case MANDELBROT -> 130 * 4;
      case PASSWORD_HASH -> "alpha".length() + "beta".length() + "gamma".length() + 3 * (64 + 2);
    };
  }
}
