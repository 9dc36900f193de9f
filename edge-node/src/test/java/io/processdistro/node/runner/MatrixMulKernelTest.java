package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.Element;
import io.processdistro.wasm.abi.MatrixMulInput;
import io.processdistro.wasm.abi.MatrixMulInput.Factors;
import io.processdistro.wasm.abi.MatrixShape;
import io.processdistro.wasm.reference.ReferenceMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixMulKernelTest {
  private static final long SEED = 2026;

  @RegisterExtension
  static final RunnerHarness runner = new RunnerHarness(EngineProfile.BUILT_IN, 1);

  private static ModuleFile module;

  @BeforeAll
  static void warm() throws IOException {
    module = runner.warmModule(BuiltInModule.MATRIX_MUL);
  }

  @ParameterizedTest(name = "{0}x{1} times {1}x{2} in blocks of {3}, A {4}, B {5}, C {6}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1   | 1   | 1   | 4   | F64 | F64 | F64
          5   | 3   | 7   | 4   | F64 | F64 | F64
          64  | 64  | 64  | 64  | F64 | F64 | F64
          83  | 77  | 101 | 32  | F64 | F64 | F64
          83  | 77  | 101 | 32  | F32 | F64 | F64
          83  | 77  | 101 | 32  | F64 | F32 | F32
          9   | 600 | 6   | 8   | F32 | F32 | F32
          130 | 513 | 129 | 128 | F64 | F64 | F64
          200 | 1   | 3   | 128 | F64 | F64 | F64
          75  | 40  | 50  | 8   | F64 | F64 | F64
          31  | 7   | 9   | 4   | F32 | F32 | F32
          """)
  void productsOfPanelsEqualPlainJava(
      int rows, int inner, int columns, int edge, Element a, Element b, Element c)
      throws IOException {
    var shape = new MatrixShape(rows, inner, columns, edge);
    double[] left = rounded(ReferenceMatrix.seededA(SEED, rows, inner), a);
    double[] right = rounded(ReferenceMatrix.seededB(SEED, inner, columns), b);
    double[] product = multiply(shape, left, right, a, b, c);
    double[] expected = ReferenceMatrix.multiply(left, right, rows, inner, columns);

    double tolerance = c == Element.F32 ? 1e-6 * inner : 1e-12 * inner;
    for (int i = 0; i < expected.length; i++) {
      assertThat(product[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Test
  void seededFactorsAreTheDocumentedOnes() throws IOException {
    var shape = new MatrixShape(70, 33, 45, 32);
    var input = new MatrixMulInput(shape, new Factors.Seeded(SEED), Element.F64, 0, shape.blocks());
    double[] seeded = unblocked(shape, runner.output(module, input.header()), Element.F64);
    double[] left = ReferenceMatrix.seededA(SEED, 70, 33);
    double[] right = ReferenceMatrix.seededB(SEED, 33, 45);

    assertThat(seeded)
        .isEqualTo(multiply(shape, left, right, Element.F64, Element.F64, Element.F64));
    assertThat(seeded[0])
        .isCloseTo(ReferenceMatrix.multiply(left, right, 70, 33, 45)[0], within(1e-12));
  }

  @Test
  void anyRangeOfBlocksAndAnyOrderOfPanelsGivesTheSameBytes() throws IOException {
    var shape = new MatrixShape(50, 20, 70, 16);
    double[] left = ReferenceMatrix.seededA(SEED, 50, 20);
    double[] right = ReferenceMatrix.seededB(SEED, 20, 70);
    byte[] whole =
        new Panels(shape, Element.F64, Element.F64, 0, 4, List.of(0, 1, 2, 3, 4))
            .run(left, right, Element.F64, 0, shape.blocks());
    // Blocks 7 to 11 lie in block columns 1 and 2 and use all rows; the panels come in another
    // order.
    byte[] part =
        new Panels(shape, Element.F64, Element.F64, 0, 4, List.of(3, 1, 4, 0, 2))
            .run(left, right, Element.F64, 7, 12);

    int before = (int) shape.outputBytes(0, 7, Element.F64);
    assertThat(part).isEqualTo(Arrays.copyOfRange(whole, before, before + part.length));
  }

  private static double[] multiply(
      MatrixShape shape, double[] left, double[] right, Element a, Element b, Element c)
      throws IOException {
    var columns = IntStream.range(0, (int) shape.blockColumns()).boxed().toList();
    var panels = new Panels(shape, a, b, 0, (int) shape.blockRows(), columns);
    return unblocked(shape, panels.run(left, right, c, 0, shape.blocks()), c);
  }

  /** Packs matrices as the README says and runs a task on them. */
  private record Panels(
      MatrixShape shape, Element a, Element b, int rowFirst, int rowCount, List<Integer> columns) {
    byte[] run(double[] left, double[] right, Element c, long fromBlock, long toBlock)
        throws IOException {
      var factors = new Factors.Panels(a, b, rowFirst, rowCount, columns);
      var input = new MatrixMulInput(shape, factors, c, fromBlock, toBlock);
      return runner.output(
          module, input.header(), runner.part(rowPanels(left)), runner.part(columnPanels(right)));
    }

    private byte[] rowPanels(double[] left) {
      long length = 0;
      for (int row = rowFirst; row < rowFirst + rowCount; row++)
        length += shape.rowPanelBytes(row, a);
      var bytes = little((int) length);
      for (int row = rowFirst; row < rowFirst + rowCount; row++) {
        int first = row * shape.blockEdge();
        for (int group = 0; group < shape.rowsIn(row); group += 4) {
          for (int k = 0; k < shape.inner(); k++) {
            for (int i = first + group; i < first + group + 4; i++) {
              put(bytes, a, i < shape.rows() ? left[i * shape.inner() + k] : 0);
            }
          }
        }
      }
      return bytes.array();
    }

    private byte[] columnPanels(double[] right) {
      long length = columns.stream().mapToLong(column -> shape.columnPanelBytes(column, b)).sum();
      var bytes = little((int) length);
      for (int column : columns) {
        int first = column * shape.blockEdge();
        for (int group = 0; group < shape.columnsIn(column); group += 4) {
          for (int k = 0; k < shape.inner(); k++) {
            for (int j = first + group; j < first + group + 4; j++) {
              boolean inside = j < shape.columns();
              put(bytes, b, inside ? right[k * (int) shape.columns() + j] : 0);
            }
          }
        }
      }
      return bytes.array();
    }
  }

  private static double[] unblocked(MatrixShape shape, byte[] output, Element element) {
    var bytes = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
    int columns = (int) shape.columns();
    var whole = new double[(int) shape.rows() * columns];
    for (long block = 0; block < shape.blocks(); block++) {
      int top = (int) shape.rowOf(block);
      int left = (int) shape.columnOf(block);
      for (int i = 0; i < shape.rowsIn(top); i++) {
        for (int j = 0; j < shape.columnsIn(left); j++) {
          int place = (top * shape.blockEdge() + i) * columns + left * shape.blockEdge() + j;
          whole[place] = element == Element.F32 ? bytes.getFloat() : bytes.getDouble();
        }
      }
    }
    assertThat(bytes.hasRemaining()).isFalse();
    return whole;
  }

  private static double[] rounded(double[] values, Element element) {
    if (element == Element.F64) return values;
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void put(ByteBuffer bytes, Element element, double value) {
    switch (element) {
      case F32 -> bytes.putFloat((float) value);
      case F64 -> bytes.putDouble(value);
    }
  }
}
