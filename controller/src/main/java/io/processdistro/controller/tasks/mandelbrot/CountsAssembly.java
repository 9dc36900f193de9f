package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.Preview;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.assembly.GrainCoverage;
import io.processdistro.controller.tasks.assembly.OutputBytes;
import io.processdistro.controller.tasks.assembly.ResultFile;
import io.processdistro.controller.tasks.npy.NpyElement;
import io.processdistro.controller.tasks.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Writes iteration counts to their places in a .npy of 32-bit integers, height x width. */
final class CountsAssembly implements ResultAssembly {
  private static final ValueLayout.OfInt COUNT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int DARKEST = 40;
  private static final int BRIGHTEST = 255;

  private final MandelbrotPlan plan;
  private final ResultFile result;
  private final GrainCoverage coverage;
  private final NpyHeader header;
  private final Canvas canvas;

  private CountsAssembly(MandelbrotPlan plan, Path target, ResultFile result, NpyHeader header) {
    this.plan = plan;
    this.result = result;
    this.header = header;
    coverage = new GrainCoverage(plan.grains());
    canvas = Canvas.beside(target, plan.image());
  }

  static CountsAssembly begin(MandelbrotPlan plan, Path target) throws IOException {
    var header = header(plan);
    return new CountsAssembly(
        plan, target, ResultFile.beginningWith(target, ByteBuffer.wrap(header.encode())), header);
  }

  static NpyHeader header(MandelbrotPlan plan) {
    return NpyHeader.ofMatrix(NpyElement.INT32, plan.image().height(), plan.image().width());
  }

  @Override
  public void accept(GrainRange range, TaskOutput output)
      throws InvalidOutputException, IOException {
    var complaint = plan.complaintAbout(range, output.lengthBytes());
    if (complaint.isPresent()) throw new InvalidOutputException(complaint.get());
    coverage.requireMissing(range);
    try (var bytes = new OutputBytes(output)) {
      long position = header.dataOffsetBytes() + plan.fromPixel(range) * header.element().bytes();
      result.writeAt(position, bytes.segment().asByteBuffer());
      long fromPixel = plan.fromPixel(range);
      canvas.paint(
          fromPixel,
          plan.toPixel(range),
          pixel -> greyOf(bytes.segment(), (pixel - fromPixel) * Integer.BYTES));
    }
    coverage.add(range);
  }

  /** Brighter the longer a point took to leave, black if it never did. */
  private int greyOf(MemorySegment counts, long at) {
    int count = counts.get(COUNT, at);
    int most = plan.image().maxIterations();
    if (count >= most) return 0;
    int shade = DARKEST + (int) ((BRIGHTEST - DARKEST) * Math.log1p(count) / Math.log1p(most));
    return shade << 16 | shade << 8 | shade;
  }

  @Override
  public Optional<Preview> preview() {
    return Optional.of(canvas);
  }

  @Override
  public void finish() throws IOException {
    coverage.requireComplete();
    result.complete();
  }

  @Override
  public void close() throws IOException {
    try (result;
        canvas) {
      // both are closed, whatever happens to the other
    }
  }
}
