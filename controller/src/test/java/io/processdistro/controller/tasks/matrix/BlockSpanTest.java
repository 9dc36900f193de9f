package io.processdistro.controller.tasks.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.GrainRange;
import io.processdistro.wasm.abi.MatrixShape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockSpanTest {
  @ParameterizedTest(name = "{0} x {1} blocks")
  @CsvSource({"1,1", "1,7", "3,4", "4,5", "6,3", "8,1", "9,5", "15,4"})
  void aSpanHasEveryBlockOnceAndThePanelsOfAllOfThem(int blockRows, int blockColumns) {
    var shape = new MatrixShape(4L * blockRows - 1, 2, 4L * blockColumns - 2, 4);
    for (long from = 0; from < shape.blocks(); from++) {
      for (long to = from + 1; to <= shape.blocks(); to++) {
        var span = BlockSpan.of(shape, new GrainRange(from, to));
        var blocks = blocksOf(span);
        var columns = columnsOf(span);

        assertThat(blocks).containsExactlyInAnyOrderElementsOf(range(from, to));
        for (long block : blocks) {
          assertThat(shape.rowOf(block)).isBetween((long) span.rowFrom(), span.rowTo() - 1L);
          assertThat(columns).contains((int) shape.columnOf(block));
        }
        assertThat(columns).isSubsetOf(neededColumns(shape, from, to));
      }
    }
  }

  private static Iterable<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> blocksOf(BlockSpan span) {
    return span.rowRuns().stream()
        .flatMap(
            run ->
                LongStream.range(run.from(), run.to())
                    .mapToObj(column -> span.shape().blockAt(run.row(), column)))
        .toList();
  }

  private static Set<Integer> columnsOf(BlockSpan span) {
    var columns = new HashSet<Integer>();
    for (var run : span.columnRuns()) {
      for (int column = run.from(); column < run.to(); column++) {
        assertThat(columns.add(column)).as("column %d is listed once", column).isTrue();
      }
    }
    return columns;
  }

  private static Set<Integer> neededColumns(MatrixShape shape, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(block -> (int) shape.columnOf(block))
        .collect(Collectors.toSet());
  }
}
