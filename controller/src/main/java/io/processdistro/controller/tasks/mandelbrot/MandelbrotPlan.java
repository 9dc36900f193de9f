package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.abi.MandelbrotInput.Image;
import io.processdistro.wasm.abi.MandelbrotInput.Output;
import io.processdistro.wasm.abi.MandelbrotInput.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A grain is a run of pixels in row-major order, the last one shorter. Nothing travels but headers.
 *
 * @param resultFormat PNG or NPY
 */
record MandelbrotPlan(Image image, Region region, ResultFormat resultFormat, ContentHash module)
    implements JobPlan {
  private static final TaskLimits LIMITS = new TaskLimits(120_000, 64L << 20, 16L << 20);

  /**
   * The most iterations in a grain: 5 to 10 ms inside of the set, so that two slots end together.
   */
  private static final int ITERATIONS_PER_GRAIN = 1 << 22;

  private static final int PIXELS_PER_GRAIN_MIN = 16;
  private static final int PIXELS_PER_GRAIN_MAX = 1 << 14;

  /** A power of two, so that runs stay aligned. */
  int pixelsPerGrain() {
    int pixels = Integer.highestOneBit(ITERATIONS_PER_GRAIN / image.maxIterations());
    return Math.clamp(pixels, PIXELS_PER_GRAIN_MIN, PIXELS_PER_GRAIN_MAX);
  }

  /** The first pixel of the range. */
  long fromPixel(GrainRange range) {
    return range.from() * pixelsPerGrain();
  }

  /** The end of the range's pixels, exclusive. */
  long toPixel(GrainRange range) {
    return Math.min(image.pixels(), range.to() * pixelsPerGrain());
  }

  private Output output() {
    return switch (resultFormat) {
      case PNG -> Output.RGB;
      case NPY -> Output.COUNTS;
      case CSV, BIN, TAR -> throw new IllegalStateException("an image is not " + resultFormat);
    };
  }

  @Override
  public long grains() {
    return Math.ceilDiv(image.pixels(), (long) pixelsPerGrain());
  }

  @Override
  public long grainsPerTaskMax() {
    long fitting = LIMITS.outputBytesMax() / ((long) output().bytesPerPixel() * pixelsPerGrain());
    return Math.min(grains(), fitting);
  }

  @Override
  public TaskLimits limits() {
    return LIMITS;
  }

  @Override
  public Set<ContentHash> blobs() {
    return Set.of();
  }

  @Override
  public TaskInput inputOf(GrainRange range) {
    requireWithin(range);
    var input = new MandelbrotInput(image, region, output(), fromPixel(range), toPixel(range));
    return new TaskInput(input.header(), List.of());
  }

  @Override
  public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
    long from = fromPixel(range);
    long to = toPixel(range);
    long expected = (to - from) * output().bytesPerPixel();
    return expected == outputLengthBytes
        ? Optional.empty()
        : Optional.of(
            "pixels %d..%d have %d bytes, the output has %d"
                .formatted(from, to, expected, outputLengthBytes));
  }

  @Override
  public OptionalLong resultBytes() {
    return switch (resultFormat) {
      case NPY -> OptionalLong.of(CountsAssembly.header(this).fileBytes());
      case PNG, CSV, BIN, TAR -> OptionalLong.empty();
    };
  }

  @Override
  public ResultAssembly assembly(Path target) throws IOException {
    return switch (resultFormat) {
      case PNG -> PngAssembly.begin(this, target);
      case NPY -> CountsAssembly.begin(this, target);
      case CSV, BIN, TAR -> throw new IllegalStateException("an image is not " + resultFormat);
    };
  }
}
