package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MatrixMulInput.Factors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Where a job's A and B come from, and what of them a task is given. */
sealed interface MatrixFactors {
  /** What the header says about the factors of the blocks in {@code span}. */
  Factors headerFor(BlockSpan span);

  /** The panels that follow the header, in the order it promises. */
  List<BlobSlice> partsFor(BlockSpan span);

  /** All blobs that parts refer to. */
  Set<ContentHash> blobs();

  record Seeded(long seed) implements MatrixFactors {
    @Override
    public Factors headerFor(BlockSpan span) {
      return new Factors.Seeded(seed);
    }

    @Override
    public List<BlobSlice> partsFor(BlockSpan span) {
      return List.of();
    }

    @Override
    public Set<ContentHash> blobs() {
      return Set.of();
    }
  }

  record FromPanels(Element a, Element b, Panels aPanels, Panels bPanels) implements MatrixFactors {
    @Override
    public Factors headerFor(BlockSpan span) {
      var columns =
          span.columnRuns().stream()
              .flatMapToInt(run -> IntStream.range(run.from(), run.to()))
              .boxed()
              .toList();
      return new Factors.Panels(a, b, span.rowFrom(), span.rowTo() - span.rowFrom(), columns);
    }

    @Override
    public List<BlobSlice> partsFor(BlockSpan span) {
      var slices = new ArrayList<BlobSlice>();
      aPanels.addSlices(span.rowFrom(), span.rowTo(), slices);
      for (var run : span.columnRuns()) bPanels.addSlices(run.from(), run.to(), slices);
      return slices;
    }

    @Override
    public Set<ContentHash> blobs() {
      var all = new LinkedHashSet<>(aPanels.blobs());
      all.addAll(bPanels.blobs());
      return all;
    }
  }
}
