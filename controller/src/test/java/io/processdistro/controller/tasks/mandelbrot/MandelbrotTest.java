package io.processdistro.controller.tasks.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.ReferenceRun;
import io.processdistro.controller.tasks.Requests;
import io.processdistro.controller.tasks.TaskOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MandelbrotTest {
  @TempDir Path directory;
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final Mandelbrot mandelbrot = new Mandelbrot(ContentHash.of(new byte[] {1}));

  @ParameterizedTest(name = "{0} x {1}, {2} iterations")
  @CsvSource({
    "1, 1, 1",
    "7, 3, 50",
    "333, 251, 1000",
    "1, 4000, 100",
    "5000, 1, 100",
    "640, 480, 200000",
    "30000, 3, 20"
  })
  void aPngDecodesToThePixelsOfTheKernel(int width, int height, int iterations) throws Exception {
    // Deep iterations are cheap here because the region lies outside of the set.
    var region = iterations > 1000 ? ",\"x_min\":1,\"x_max\":2" : "";
    var plan =
        plan(
            "{\"width\":%d,\"height\":%d,\"max_iterations\":%d%s}"
                .formatted(width, height, iterations, region),
            "png");
    for (long seed = 1; seed <= 3; seed++) {
      var result = run(plan, seed);
      var image = ImageIO.read(result.toFile());

      assertThat(image.getWidth()).isEqualTo(width);
      assertThat(image.getHeight()).isEqualTo(height);
      var all = plan.inputOf(new GrainRange(0, 1)).header();
      ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putLong(56, (long) width * height);
      var expected = ByteBuffer.wrap(ReferenceMandelbrotKernel.execute(all));
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int rgb =
              Byte.toUnsignedInt(expected.get()) << 16
                  | Byte.toUnsignedInt(expected.get()) << 8
                  | Byte.toUnsignedInt(expected.get());
          if ((image.getRGB(x, y) & 0xffffff) != rgb) {
            throw new AssertionError("pixel %d, %d differs (seed %d)".formatted(x, y, seed));
          }
        }
      }
    }
  }

  /** Image readers stop at the last pixel; this reads on to the checksums. */
  @Test
  void everyChecksumOfAPngIsRight() throws Exception {
    var plan = plan("{\"width\":601,\"height\":450,\"max_iterations\":100}", "png");
    var png = ByteBuffer.wrap(Files.readAllBytes(run(plan, 4)));
    var imageData = new ByteArrayOutputStream();
    var types = new ArrayList<String>();
    png.position(8);
    while (png.hasRemaining()) {
      int length = png.getInt();
      var chunk = new byte[4 + length];
      png.get(chunk);
      var checksum = new CRC32();
      checksum.update(chunk);
      assertThat(png.getInt()).isEqualTo((int) checksum.getValue());
      types.add(new String(chunk, 0, 4, StandardCharsets.US_ASCII));
      if (types.getLast().equals("IDAT")) imageData.write(chunk, 4, length);
    }
    assertThat(types).startsWith("IHDR", "IDAT", "IDAT").endsWith("IDAT", "IEND");
    var inflater = new Inflater();
    inflater.setInput(imageData.toByteArray());
    assertThat(inflater.inflate(new byte[450 * (1 + 3 * 601) + 1])).isEqualTo(450 * (1 + 3 * 601));
    assertThat(inflater.finished()).as("the Adler-32 at the end is right").isTrue();
    assertThat(inflater.getRemaining()).isZero();
    inflater.end();
  }

  @Test
  void aPngIsTheSameWhateverTheOrderOfItsTasks() throws Exception {
    var plan = plan("{\"width\":700,\"height\":500,\"max_iterations\":100}", "png");
    assertThat(run(plan, 1)).hasSameBinaryContentAs(run(plan, 2));
  }

  @Test
  void anNpyHoldsTheCountsRowByRow() throws Exception {
    var plan =
        plan(
            "{\"width\":90,\"height\":41,\"max_iterations\":300,\"region\":[-2,0.5,-1.5,1]}",
            "npy");
    var bytes = ByteBuffer.wrap(Files.readAllBytes(run(plan, 3))).order(ByteOrder.LITTLE_ENDIAN);

    var header = new byte[118];
    bytes.get(10, header);
    assertThat(new String(header, StandardCharsets.ISO_8859_1))
        .startsWith("{'descr': '<i4', 'fortran_order': False, 'shape': (41, 90), } ")
        .endsWith("\n");
    assertThat(bytes.capacity()).isEqualTo(128 + 90 * 41 * 4);
    bytes.position(128);
    for (int y = 0; y < 41; y++) {
      for (int x = 0; x < 90; x++) {
        double cx = -2 + 2.5 * x / 90;
        double cy = -1.5 + 2.5 * y / 41;
        assertThat(bytes.getInt()).isEqualTo(ReferenceMandelbrotKernel.count(cx, cy, 300));
      }
    }
  }

  @ParameterizedTest(name = "{0} iterations")
  @CsvSource({"1, 16384", "1000, 4096", "1024, 4096", "1025, 2048", "10000000, 16"})
  void grainsShrinkWithTheIterationsSoThatNoneTakesLong(int iterations, long pixels)
      throws Exception {
    var plan =
        plan("{\"width\":1600,\"height\":1200,\"max_iterations\":%d}".formatted(iterations), null);
    assertThat(plan.grains()).isEqualTo(Math.ceilDiv(1600L * 1200, pixels));
    assertThat(plan.inputOf(new GrainRange(0, plan.grainsPerTaskMax())).parts()).isEmpty();
  }

  @Test
  void theLargestImageIsPlannedWithoutMemory() throws Exception {
    var plan = plan("{\"width\":65536,\"height\":32768,\"max_iterations\":10000000}", "png");
    assertThat(plan.grains()).isEqualTo(1L << 27);
    var last = plan.inputOf(new GrainRange(plan.grains() - 1, plan.grains())).header();
    assertThat(ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).getLong(56))
        .isEqualTo(1L << 31);
  }

  @ParameterizedTest
  @CsvSource({"png, 12288", "npy, 16384"})
  void outputsOfAnotherLengthAreRefused(String format, int grainBytes) throws Exception {
    var plan = plan("{\"width\":100,\"height\":100}", format);
    var range = new GrainRange(1, 2);
    assertThat(plan.complaintAbout(range, grainBytes)).isEmpty();
    try (var assembly = plan.assembly(directory.resolve("m"))) {
      var output = new TaskOutput.InMemory(new byte[grainBytes - 1]);
      assertThatThrownBy(() -> assembly.accept(range, output))
          .isInstanceOf(InvalidOutputException.class)
          .hasMessageContaining("4096..8192 have " + grainBytes + " bytes");
    }
    assertThat(directory).isEmptyDirectory();
  }

  private JobPlan plan(String params, String format) throws Exception {
    return mandelbrot.plan(Requests.of(params, Map.of(), format), blobs);
  }

  private Path run(JobPlan plan, long seed) throws Exception {
    return new ReferenceRun(blobs, ReferenceMandelbrotKernel::execute, seed)
        .result(plan, directory);
  }
}
