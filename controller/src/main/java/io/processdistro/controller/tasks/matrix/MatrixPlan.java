package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A grain is a block of C, numbered as {@link MatrixShape} says.
 *
 * @param element of C
 */
record MatrixPlan(
    MatrixShape shape,
    MatrixFactors factors,
    Element element,
    TaskBounds bounds,
    ContentHash module)
    implements JobPlan {
  @Override
  public long grains() {
    return shape.blocks();
  }

  /**
   * A block's cost grows with its edge and with the inner dimension; that one to a power of two.
   */
  @Override
  public String costClass() {
    int innerBits = Integer.SIZE - Integer.numberOfLeadingZeros(shape.inner());
    return "/edge-" + shape.blockEdge() + "/inner-2^" + innerBits;
  }

  @Override
  public long grainsPerTaskMax() {
    return bounds.blocksMax();
  }

  @Override
  public TaskLimits limits() {
    return bounds.limits();
  }

  @Override
  public Set<ContentHash> blobs() {
    return factors.blobs();
  }

  @Override
  public TaskInput inputOf(GrainRange range) {
    requireWithin(range);
    var span = BlockSpan.of(shape, range);
    var input =
        new MatrixMulInput(shape, factors.headerFor(span), element, range.from(), range.to());
    return new TaskInput(input.header(), factors.partsFor(span));
  }

  @Override
  public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
    long expected = shape.outputBytes(range.from(), range.to(), element);
    return expected == outputLengthBytes
        ? Optional.empty()
        : Optional.of(
            "blocks %s have %d bytes, the output has %d"
                .formatted(range, expected, outputLengthBytes));
  }

  @Override
  public ResultFormat resultFormat() {
    return ResultFormat.NPY;
  }

  @Override
  public OptionalLong resultBytes() {
    return OptionalLong.of(MatrixAssembly.header(this).fileBytes());
  }

  @Override
  public ResultAssembly assembly(Path target) throws IOException {
    return MatrixAssembly.begin(this, target);
  }
}
