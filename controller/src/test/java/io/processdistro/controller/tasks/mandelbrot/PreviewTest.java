package io.processdistro.controller.tasks.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.Preview;
import io.processdistro.controller.tasks.Requests;
import io.processdistro.controller.tasks.TaskOutput;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small pictures of images, growing and finished. */
class PreviewTest {
  @TempDir Path directory;
  private final Mandelbrot mandelbrot = new Mandelbrot(ContentHash.of(new byte[] {1}));

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1, 1", "3, 4000", "1920, 1080", "20000, 40"})
  void aFinishedPictureIsTheGrownOne(int width, int height) throws Exception {
    var plan = plan(width, height, "png");
    var target = directory.resolve("image.png");
    byte[] grown;
    try (var assembly = plan.assembly(target)) {
      var preview = assembly.preview().orElseThrow();
      long half = Math.max(1, plan.grains() / 2);
      for (long grain = 0; grain < half; grain++) {
        assembly.accept(new GrainRange(grain, grain + 1), output(plan, grain));
      }
      if (half < plan.grains()) {
        var picture = read(preview.png(1_024).orElseThrow());
        assertThat(picture.getRGB(0, 0) >>> 24).isEqualTo(0xff);
        assertThat(picture.getRGB(picture.getWidth() - 1, picture.getHeight() - 1)).isZero();
      }
      for (long grain = half; grain < plan.grains(); grain++) {
        assembly.accept(new GrainRange(grain, grain + 1), output(plan, grain));
      }
      grown = preview.png(1_024).orElseThrow();
      assembly.finish();
    }
    assertThat(new FinishedPreview(target).png(1_024)).contains(grown);
    var small = read(new FinishedPreview(target).png(100).orElseThrow());
    assertThat(small.getWidth()).isLessThanOrEqualTo(100);
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void countsAreShownInGrey() throws Exception {
    var plan = plan(64, 64, "npy");
    try (var assembly = plan.assembly(directory.resolve("counts.npy"))) {
      assembly.accept(
          new GrainRange(0, plan.grains()), new TaskOutput.InMemory(new byte[64 * 64 * 4]));
      int colour = read(assembly.preview().orElseThrow().png(64).orElseThrow()).getRGB(5, 5);
      assertThat(colour).isEqualTo(0xff282828);
    }
  }

  @Test
  void aPictureThatEndedOrWasPrunedMeanwhileIsNone() throws Exception {
    var plan = plan(64, 64, "png");
    var target = directory.resolve("image.png");
    Preview growing;
    try (var assembly = plan.assembly(target)) {
      assembly.accept(new GrainRange(0, 1), output(plan, 0));
      growing = assembly.preview().orElseThrow();
    }
    assertThat(growing.png(64)).isEmpty();
    assertThat(new FinishedPreview(target).png(64)).isEmpty();
  }

  private MandelbrotPlan plan(int width, int height, String format) throws Exception {
    var params = "{\"width\":%d,\"height\":%d,\"max_iterations\":1000}".formatted(width, height);
    return (MandelbrotPlan)
        mandelbrot.plan(Requests.of(params, Map.of(), format), new MemoryBlobs());
  }

  /** Pixels that differ from their neighbours. */
  private static TaskOutput output(MandelbrotPlan plan, long grain) {
    var range = new GrainRange(grain, grain + 1);
    var bytes = new byte[(int) (plan.toPixel(range) - plan.fromPixel(range)) * 3];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ((plan.fromPixel(range) * 3 + i) * 7);
    return new TaskOutput.InMemory(bytes);
  }

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
