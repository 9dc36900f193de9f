package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.CheckedRequest;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.controller.tasks.TaskType;
import io.processdistro.controller.tasks.WholeNumber;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.abi.MandelbrotInput.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Draws the Mandelbrot set: a .png in smooth colours, or a .npy of iteration counts ({@code <i4},
 * height x width).
 */
public final class Mandelbrot implements TaskType {
  public static final String NAME = "mandelbrot";

  /** 2^31: a .png of 6 GiB before compression. */
  private static final long PIXELS_MAX = 1L << 31;

  private static final WholeNumber WIDTH =
      new WholeNumber("width", 1, 65_536, OptionalLong.empty(), "pixels per row");
  private static final WholeNumber HEIGHT =
      new WholeNumber("height", 1, 65_536, OptionalLong.empty(), "rows of pixels");
  private static final WholeNumber MAX_ITERATIONS =
      new WholeNumber(
          "max_iterations",
          1,
          MandelbrotInput.MAX_ITERATIONS_MAX,
          OptionalLong.of(1000),
          "steps after which a point counts as inside");

  private final ContentHash module;

  /**
   * @param module of the built-in kernel
   */
  public Mandelbrot(ContentHash module) {
    this.module = module;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ContentHash> module() {
    return Optional.of(module);
  }

  @Override
  public TaskDescription describe() {
    var parameters =
        new ArrayList<>(
            List.of(WIDTH.description(), HEIGHT.description(), MAX_ITERATIONS.description()));
    parameters.addAll(RegionParameters.descriptions());
    return new TaskDescription(
        NAME,
        "an image of the Mandelbrot set (.png), or its iteration counts (.npy)",
        parameters,
        List.of(),
        List.of(ResultFormat.PNG, ResultFormat.NPY));
  }

  @Override
  public JobPlan plan(JobRequest unchecked, TaskBlobs blobs) throws InvalidJobException {
    var request = CheckedRequest.of(unchecked, describe());
    long width = WIDTH.in(request);
    long height = HEIGHT.in(request);
    if (width * height > PIXELS_MAX) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER,
          "params.height",
          "the image has %d x %d pixels; allowed are 1 to %d (2^31)"
              .formatted(width, height, PIXELS_MAX),
          "");
    }
    var image = new Image((int) width, (int) height, (int) MAX_ITERATIONS.in(request));
    return new MandelbrotPlan(image, RegionParameters.in(request), request.format(), module);
  }
}
