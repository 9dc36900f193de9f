package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.abi.MandelbrotInput.Image;
import io.processdistro.wasm.abi.MandelbrotInput.Output;
import io.processdistro.wasm.abi.MandelbrotInput.Region;
import io.processdistro.wasm.reference.ReferenceMandelbrot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MandelbrotKernelTest {
  private static final Region WHOLE_SET = new Region(-2.5, 1.0, -1.25, 1.25);

  @RegisterExtension
  static final RunnerHarness runner = RunnerHarness.warming(BuiltInModule.MANDELBROT);

  private static ModuleFile module;
  private static RunnerEvent warmed;

  @BeforeAll
  static void warm() throws IOException {
    module = runner.moduleFile(BuiltInModule.MANDELBROT.bytes());
    runner.send(new RunnerCommand.Warm(module));
    warmed = runner.receive();
  }

  @Test
  void whatWasWarmedAheadIsWarmWhenItIsAskedForAndTheSelfTestFollows() {
    assertThat(warmed).isEqualTo(new RunnerEvent.Warmed(module.hash(), 0));
    assertThat(runner.engine().compiling()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the whole set               | 160 | 120 | 1000 | -2.5    | 1.0     | -1.25   | 1.25
          few iterations              | 61  | 47  | 1    | -2.5    | 1.0     | -1.25   | 1.25
          between chunks              | 61  | 47  | 17   | -2.5    | 1.0     | -1.25   | 1.25
          one short of a chunk        | 61  | 47  | 31   | -2.5    | 1.0     | -1.25   | 1.25
          seahorse valley             | 80  | 60  | 3000 | -0.7463 | -0.7453 | 0.1102  | 0.1112
          the tip of the set at -2     | 101 | 41  | 500  | -2.1    | -1.9    | -0.1    | 0.1
          the last bits around -2     | 41  | 21  | 300  | -2.0000000000000018 | -1.9999999999999991 | -4e-16 | 4e-16
          far outside                 | 33  | 33  | 50   | -1e200  | 1e200   | -1e200  | 1e200
          a single point              | 9   | 9   | 200  | 0.25    | 0.25    | 0.0     | 0.0
          mirrored                    | 40  | 30  | 100  | 1.0     | -2.5    | 1.25    | -1.25
          """)
  void countsEqualScalarJavaExactly(
      String where,
      int width,
      int height,
      int iterations,
      double x0,
      double x1,
      double y0,
      double y1)
      throws IOException {
    var image = new Image(width, height, iterations);
    var region = new Region(x0, x1, y0, y1);
    assertThat(counts(image, region, 0, image.pixels()))
        .isEqualTo(ReferenceMandelbrot.counts(image, region, 0, image.pixels()));
  }

  @Test
  void runsOfPixelsMayBeginAndEndAnywhere() throws IOException {
    var image = new Image(13, 11, 200);
    int[] expected = ReferenceMandelbrot.counts(image, WHOLE_SET, 0, image.pixels());
    for (int from = 0; from < 30; from += 7) {
      for (int to : new int[] {from + 1, from + 8, from + 9, 143}) {
        assertThat(counts(image, WHOLE_SET, from, to))
            .as("%d to %d", from, to)
            .isEqualTo(Arrays.copyOfRange(expected, from, to));
      }
    }
  }

  @Test
  void pointsThatCycleNeedNoTenMillionSteps() throws IOException {
    var image = new Image(8, 1, MandelbrotInput.MAX_ITERATIONS_MAX);
    // Centres of the cardioid, the disc of period 2 and a disc of period 3, and a point outside.
    for (var point : new double[][] {{0, 0}, {-1, 0}, {-0.1225611668766536, 0.7448617666197442}}) {
      var region = new Region(point[0], point[0], point[1], point[1]);
      assertThat(counts(image, region, 0, 8)).containsOnly(MandelbrotInput.MAX_ITERATIONS_MAX);
    }
    assertThat(counts(image, new Region(1, 1, 0, 0), 0, 8)).containsOnly(3);
  }

  @Test
  void coloursAreBlackInsideBrightOutsideAndTheSameHoweverCut() throws IOException {
    var image = new Image(120, 90, 300);
    int[] counts = counts(image, WHOLE_SET, 0, image.pixels());
    byte[] whole = colours(image, 0, image.pixels());
    byte[] second = colours(image, 4_001, 9_999);

    assertThat(second).isEqualTo(Arrays.copyOfRange(whole, 3 * 4_001, 3 * 9_999));
    int distinct = 0;
    for (int pixel = 0; pixel < counts.length; pixel++) {
      boolean black =
          whole[3 * pixel] == 0 && whole[3 * pixel + 1] == 0 && whole[3 * pixel + 2] == 0;
      assertThat(black)
          .as("pixel %d, count %d", pixel, counts[pixel])
          .isEqualTo(counts[pixel] == 300);
      if (pixel > 0 && whole[3 * pixel] != whole[3 * pixel - 3]) distinct++;
    }
    assertThat(distinct).as("neighbours that differ: smooth, not banded").isGreaterThan(3_000);
  }

  private static int[] counts(Image image, Region region, long from, long to) throws IOException {
    var input = new MandelbrotInput(image, region, Output.COUNTS, from, to);
    var bytes =
        ByteBuffer.wrap(runner.output(module, input.header())).order(ByteOrder.LITTLE_ENDIAN);
    var counts = new int[bytes.capacity() / Integer.BYTES];
    bytes.asIntBuffer().get(counts);
    return counts;
  }

  private static byte[] colours(Image image, long from, long to) throws IOException {
    return runner.output(
        module, new MandelbrotInput(image, WHOLE_SET, Output.RGB, from, to).header());
  }
}
