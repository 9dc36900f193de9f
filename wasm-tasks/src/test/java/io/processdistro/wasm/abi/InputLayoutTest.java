package io.processdistro.wasm.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processdistro.wasm.abi.MatrixMulInput.Factors;
import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import io.processdistro.wasm.abi.PasswordHashInput.Mode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputLayoutTest {
  private static final MatrixShape SHAPE = new MatrixShape(130, 7, 65, 64);

  @Test
  void matrixHeaderHasTheDocumentedFieldsAtTheirPlaces() {
    var panels = new Factors.Panels(Element.F32, Element.F64, 1, 2, List.of(1, 0));
    var header = little(new MatrixMulInput(SHAPE, panels, Element.F32, 2, 6).header());

    assertThat(header.capacity()).isEqualTo(96);
    assertThat(intsAt(header, 0, 6)).containsExactly(1, 1, 0, 1, 64, 7);
    assertThat(header.getLong(24)).isEqualTo(130);
    assertThat(header.getLong(32)).isEqualTo(65);
    assertThat(header.getLong(40)).isEqualTo(2);
    assertThat(header.getLong(48)).isEqualTo(6);
    assertThat(intsAt(header, 64, 8)).containsExactly(1, 2, 2, 0, 1, 0, 0, 0);
  }

  @Test
  void seededMatrixHeaderCarriesTheSeedAndNoPanels() {
    var input = new MatrixMulInput(SHAPE, new Factors.Seeded(-5), Element.F64, 0, 1);
    var header = little(input.header());

    assertThat(header.capacity()).isEqualTo(80);
    assertThat(header.getInt(0)).isZero();
    assertThat(header.getLong(56)).isEqualTo(-5);
  }

  @Test
  void panelAndOutputLengthsAreClippedAndPadded() {
    assertThat(SHAPE.blockRows()).isEqualTo(3);
    assertThat(SHAPE.blockColumns()).isEqualTo(2);
    assertThat(SHAPE.rowPanelBytes(2, Element.F64)).isEqualTo(4 * 7 * 8);
    assertThat(SHAPE.columnPanelBytes(1, Element.F32)).isEqualTo(4 * 7 * 4);
    assertThat(SHAPE.outputBytes(0, 6, Element.F64)).isEqualTo(130 * 65 * 8);
  }

  @Test
  void blocksAreNumberedInBandsColumnByColumn() {
    var shape = new MatrixShape(41, 1, 9, 4);

    assertThat(shape.blockRows()).isEqualTo(11);
    assertThat(shape.bands()).isEqualTo(2);
    assertThat(placesOf(shape, 0, 6)).containsExactly("0,0", "1,0", "2,0", "3,0", "0,1", "1,1");
    // The last band takes seven rows, since three alone would make tasks of few rows.
    assertThat(placesOf(shape, 11, 15)).containsExactly("3,2", "4,0", "5,0", "6,0");
    assertThat(placesOf(shape, 18, 20)).containsExactly("10,0", "4,1");
    assertThat(placesOf(shape, 32, 33)).containsExactly("10,2");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,9", "3,5", "4,4", "5,1", "7,6", "8,3", "11,7", "23,10", "130,2"})
  void everyPlaceHasOneNumberAndOutputsAddUp(int blockRows, int blockColumns) {
    var shape = new MatrixShape(8L * blockRows - 3, 2, 8L * blockColumns - 5, 8);
    long elements = 0;
    for (long block = 0; block < shape.blocks(); block++) {
      long row = shape.rowOf(block);
      long column = shape.columnOf(block);
      assertThat(row).isBetween(0L, blockRows - 1L);
      assertThat(column).isBetween(0L, blockColumns - 1L);
      assertThat(shape.blockAt(row, column)).isEqualTo(block);
      assertThat(shape.outputBytes(0, block, Element.F32)).isEqualTo(4 * elements);
      elements += (long) shape.rowsIn(row) * shape.columnsIn(column);
    }
    assertThat(elements).isEqualTo(shape.rows() * shape.columns());
    assertThat(shape.outputBytes(0, shape.blocks(), Element.F64)).isEqualTo(8 * elements);
  }

  private static List<String> placesOf(MatrixShape shape, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(block -> shape.rowOf(block) + "," + shape.columnOf(block))
        .toList();
  }

  @Test
  void matrixInputsThatDoNotFitTogetherAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatrixShape(1, 1, 1, 130))
        .withMessageContaining("blockEdge must be a multiple of 4 from 4 to 128, was 130");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatrixShape(0, 1, 1, 64))
        .withMessageContaining("rows and columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatrixMulInput(SHAPE, new Factors.Seeded(1), Element.F64, 3, 7))
        .withMessageContaining("0..6, was 3..7");
    var oneRow = new Factors.Panels(Element.F64, Element.F64, 0, 1, List.of(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatrixMulInput(SHAPE, oneRow, Element.F64, 0, 3))
        .withMessageContaining("panels of A must cover at least the block rows 0 and 2");
    var farColumn = new Factors.Panels(Element.F64, Element.F64, 0, 1, List.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MatrixMulInput(SHAPE, farColumn, Element.F64, 0, 1))
        .withMessageContaining("panels of B must be within 0..2, was 2");
  }

  @Test
  void mandelbrotHeaderHasTheDocumentedFieldsAtTheirPlaces() {
    var input =
        new MandelbrotInput(
            new MandelbrotInput.Image(640, 480, 1000),
            new MandelbrotInput.Region(-2.5, 1.0, -1.25, 1.25),
            MandelbrotInput.Output.RGB,
            640,
            1280);
    var header = little(input.header());

    assertThat(header.capacity()).isEqualTo(64);
    assertThat(intsAt(header, 0, 4)).containsExactly(640, 480, 1000, 1);
    assertThat(header.getDouble(16)).isEqualTo(-2.5);
    assertThat(header.getDouble(24)).isEqualTo(1.0);
    assertThat(header.getDouble(32)).isEqualTo(-1.25);
    assertThat(header.getDouble(40)).isEqualTo(1.25);
    assertThat(header.getLong(48)).isEqualTo(640);
    assertThat(header.getLong(56)).isEqualTo(1280);
    assertThat(input.outputBytes()).isEqualTo(640 * 3);
  }

  @Test
  void imagesAndRegionsOutsideOfTheRangesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MandelbrotInput.Image(0, 1, 1))
        .withMessageContaining("width and height");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MandelbrotInput.Image(1, 1, 10_000_001))
        .withMessageContaining("1 to 10000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MandelbrotInput.Region(0, Double.NaN, 0, 1))
        .withMessageContaining("finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MandelbrotInput.Region(-Double.MAX_VALUE, Double.MAX_VALUE, 0, 1))
        .withMessageContaining("finite");
  }

  @Test
  void passwordHeaderIsItsFixedPartThenTheEntries() {
    var audit = new Mode.Audit(List.of(new byte[32], filled(32, 7)));
    var input = new PasswordHashInput(Algorithm.SHA256, audit, 5, 5, 9, 100);
    var header = little(input.fixedHeader());

    assertThat(header.capacity()).isEqualTo(56);
    assertThat(intsAt(header, 0, 4)).containsExactly(1, 1, 4, 2);
    assertThat(header.getLong(24)).isEqualTo(5);
    assertThat(header.getLong(32)).isEqualTo(5);
    assertThat(header.getLong(40)).isEqualTo(9);
    assertThat(header.getInt(48)).isEqualTo(100);
    assertThat(input.entries()).hasSize(128).endsWith(new byte[32]);
    assertThat(input.entries()[64]).isEqualTo((byte) 7);
  }

  @Test
  void unitsOfABcryptAuditArePairsOfWordAndHash() {
    var audit = new Mode.Audit(List.of(filled(60, 'a'), filled(60, 'b')));

    assertThat(new PasswordHashInput(Algorithm.BCRYPT, audit, 3, 7, 9, 1).entries()).hasSize(128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordHashInput(Algorithm.BCRYPT, audit, 7, 7, 9, 1))
        .withMessageContaining("word of the first unit, 3, was 7");
  }

  @Test
  void hashesOfAnotherLengthAndCostsOutsideOfTheRangeAreRefused() {
    var audit = new Mode.Audit(List.of(new byte[31]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordHashInput(Algorithm.SHA256, audit, 0, 0, 1, 1))
        .withMessageContaining("SHA256 has 32 bytes, was 31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mode.Hash(16, 0))
        .withMessageContaining("4 to 15, was 16");
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] intsAt(ByteBuffer bytes, int offset, int count) {
    var ints = new int[count];
    for (int i = 0; i < count; i++) ints[i] = bytes.getInt(offset + Integer.BYTES * i);
    return ints;
  }

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
