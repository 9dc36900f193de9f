package io.processdistro.controller.tasks.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.ReferenceRun;
import io.processdistro.controller.tasks.Requests;
import io.processdistro.controller.tasks.TaskOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixMulTest {
  private static final ContentHash MODULE = ContentHash.of(new byte[] {1});

  @TempDir Path directory;
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final MatrixMul matrixMul = new MatrixMul(MODULE);

  @ParameterizedTest(name = "{0} x {1} times {1} x {2}, {3}{4} times {5}{6}")
  @CsvSource(
      textBlock =
          """
          1,     1,   1, <f8, C, <f8, C
          4,     4,   4, <f8, C, <f8, C
          3,     5,   2, <f8, C, <f8, F
          128, 128, 128, <f8, C, <f8, C
          129, 130, 131, <f8, C, <f8, C
          129, 130, 131, <f8, F, <f8, F
          129,  33, 259, <f4, C, <f8, F
          127,  97, 255, <f8, F, <f4, C
          257,  64, 131, <f4, F, <f4, C
          130,  65, 130, <f4, C, <f4, F
          1,   300, 513, <f8, C, <f8, C
          513, 300,   1, <f8, C, <f8, C
          700,   1, 700, <f8, C, <f4, C
          5,  5000,   7, <f8, C, <f8, C
          1100,  2, 700, <f8, C, <f8, C
          1921,  3, 130, <f4, C, <f8, F
          """)
  void anyShapesElementsAndOrdersGiveTheProductOfPlainLoops(
      int rows, int inner, int columns, String elementA, char orderA, String elementB, char orderB)
      throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      var a = Matrices.random(rows, inner, seed);
      var b = Matrices.random(inner, columns, -seed);
      var plan = plan(a, elementA, orderA, b, elementB, orderB);
      var result =
          new ReferenceRun(blobs, ReferenceMatrixKernel::execute, seed).result(plan, directory);

      var elementC = elementA.equals("<f4") && elementB.equals("<f4") ? "<f4" : "<f8";
      assertThat(Matrices.read(result, rows, columns, elementC))
          .isDeepEqualTo(Matrices.product(a, b));
    }
  }

  @ParameterizedTest(name = "size {0}")
  @CsvSource({"1", "5", "128", "131", "260"})
  void seededMatricesNeedNoBlobsAndAreTheSameHoweverTheyAreCut(int size) throws Exception {
    var plan =
        matrixMul.plan(Requests.of("{\"size\":%d,\"seed\":7}".formatted(size), Map.of()), blobs);
    var first = new ReferenceRun(blobs, ReferenceMatrixKernel::execute, 1).result(plan, directory);
    var second =
        new ReferenceRun(blobs, ReferenceMatrixKernel::execute, 2).result(plan, directory, 1);

    assertThat(plan.blobs()).isEmpty();
    assertThat(Matrices.read(first, size, size, "<f8")).hasDimensions(size, size);
    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void theSeedIsZeroUnlessGivenAndChangesTheMatrices() throws Exception {
    var unseeded = matrixMul.plan(Requests.of("{\"size\":4}", Map.of()), blobs);
    var zero = matrixMul.plan(Requests.of("{\"size\":4,\"seed\":0}", Map.of()), blobs);
    var one = matrixMul.plan(Requests.of("{\"size\":4,\"seed\":1}", Map.of()), blobs);
    var all = new GrainRange(0, 1);

    assertThat(unseeded.inputOf(all).header()).isEqualTo(zero.inputOf(all).header());
    assertThat(one.inputOf(all).header()).isNotEqualTo(zero.inputOf(all).header());
  }

  @Test
  void tasksStayWithinTheirLimitsWhateverTheShape() throws Exception {
    var thin = plan(new double[70_000][1], "<f4", 'C', new double[1][3], "<f8", 'C');
    var deep = plan(new double[3][1 << 18], "<f4", 'C', new double[1 << 18][2], "<f4", 'F');
    var wide = plan(new double[1][2], "<f4", 'C', new double[2][3_000_000], "<f4", 'C');
    for (var plan : new JobPlan[] {thin, deep, wide}) {
      long longest = plan.grainsPerTaskMax();
      assertThat(longest).isBetween(1L, plan.grains());
      for (long from : new long[] {0, (plan.grains() - longest) / 2, plan.grains() - longest}) {
        var input = plan.inputOf(new GrainRange(from, from + longest));
        long bytes = input.parts().stream().mapToLong(part -> part.length()).sum();
        assertThat(bytes).isLessThanOrEqualTo(TaskBounds.INPUT_BYTES_MAX);
        assertThat(plan.limits().memoryBytesMax()).isBetween(bytes + bytes / 4, 256L << 20);
      }
    }
    assertThat(deep.grains()).isEqualTo(1);
    assertThat(thin.limits().memoryBytesMax()).isLessThan(128L << 20);
    assertThat(wide.grains()).isEqualTo(Math.ceilDiv(3_000_000, 128));
    assertThat(wide.grainsPerTaskMax()).isLessThan(16_384);
  }

  @Test
  void aLongInnerDimensionMakesSmallerBlocks() throws Exception {
    int inner = 1 << 18;
    var plan = plan(new double[33][inner], "<f8", 'F', new double[inner][5], "<f8", 'C');

    assertThat(plan.grains()).isEqualTo(2);
    assertThat(blobs.longestBytes()).isEqualTo(32L * inner * 8);
  }

  @Test
  void outputsOfAnotherLengthAreRefusedAndCanBeGivenAgain() throws Exception {
    var plan = matrixMul.plan(Requests.of("{\"size\":130}", Map.of()), blobs);
    var range = new GrainRange(2, 3);
    assertThat(plan.complaintAbout(range, 2 * 128 * 8)).isEmpty();
    assertThat(plan.complaintAbout(range, 2 * 128 * 8 - 1))
        .contains("blocks 2..3 have 2048 bytes, the output has 2047");

    try (var assembly = plan.assembly(directory.resolve("c"))) {
      assertThatThrownBy(() -> assembly.accept(range, new TaskOutput.InMemory(new byte[9])))
          .isInstanceOf(InvalidOutputException.class);
      assembly.accept(range, new TaskOutput.InMemory(new byte[2048]));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assembly.accept(range, new TaskOutput.InMemory(new byte[2048])))
          .withMessageContaining("2..3");
      assertThatIllegalStateException()
          .isThrownBy(assembly::finish)
          .withMessage("grain 0 of 4 is missing");
    }
    assertThat(directory.resolve("c")).as("an unfinished result is deleted").doesNotExist();
  }

  @Test
  void rangesOutsideOfTheJobHaveNoInput() throws Exception {
    var plan = matrixMul.plan(Requests.of("{\"size\":130}", Map.of()), blobs);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.inputOf(new GrainRange(0, 5)))
        .withMessageContaining("0..4, was 0..5");
  }

  private JobPlan plan(
      double[][] a, String elementA, char orderA, double[][] b, String elementB, char orderB)
      throws Exception {
    var aPath = Files.createTempFile(directory, "a", ".npy");
    var bPath = Files.createTempFile(directory, "b", ".npy");
    Matrices.write(aPath, a, elementA, orderA == 'F');
    Matrices.write(bPath, b, elementB, orderB == 'F');
    return matrixMul.plan(Requests.of("{}", Map.of("a", aPath, "b", bPath)), blobs);
  }
}
