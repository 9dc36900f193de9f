package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.assembly.GrainCoverage;
import io.processdistro.controller.tasks.assembly.OutputBytes;
import io.processdistro.controller.tasks.assembly.ResultFile;
import io.processdistro.controller.tasks.npy.NpyElement;
import io.processdistro.controller.tasks.npy.NpyHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes iteration counts to their places in a .npy of 32-bit integers, height x width. */
final class CountsAssembly implements ResultAssembly {
  private final MandelbrotPlan plan;
  private final ResultFile result;
  private final GrainCoverage coverage;
  private final NpyHeader header;

  private CountsAssembly(MandelbrotPlan plan, ResultFile result, NpyHeader header) {
    this.plan = plan;
    this.result = result;
    this.header = header;
    coverage = new GrainCoverage(plan.grains());
  }

  static CountsAssembly begin(MandelbrotPlan plan, Path target) throws IOException {
    var header = NpyHeader.ofMatrix(NpyElement.INT32, plan.image().height(), plan.image().width());
    return new CountsAssembly(
        plan, ResultFile.beginningWith(target, ByteBuffer.wrap(header.encode())), header);
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
    }
    coverage.add(range);
  }

  @Override
  public void finish() throws IOException {
    coverage.requireComplete();
    result.complete();
  }

  @Override
  public void close() throws IOException {
    result.close();
  }
}
