package io.processdistro.wasm.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.wasm.abi.MandelbrotInput.Image;
import io.processdistro.wasm.abi.MandelbrotInput.Region;
import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** The references are references only if something else agrees with them. */
class ReferenceTest {
  @Test
  void productsAgreeWithALibrary() {
    double[] a = ReferenceMatrix.seededA(11, 7, 13);
    double[] b = ReferenceMatrix.seededB(11, 13, 5);
    var expected = new DMatrixRMaj(7, 5);
    CommonOps_DDRM.mult(new DMatrixRMaj(7, 13, true, a), new DMatrixRMaj(13, 5, true, b), expected);
    double[] c = ReferenceMatrix.multiply(a, b, 7, 13, 5);
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 5; j++) {
        assertThat(c[i * 5 + j]).isCloseTo(expected.get(i, j), within());
      }
    }
  }

  @Test
  void seededElementsFillTheirRangeAndDependOnTheSeed() {
    double[] a = ReferenceMatrix.seededA(1, 100, 100);
    assertThat(Arrays.stream(a)).allMatch(value -> value >= -1 && value < 1);
    assertThat(a).doesNotHaveDuplicates();
    assertThat(Arrays.stream(a).average().orElseThrow()).isBetween(-0.05, 0.05);
    assertThat(a).isNotEqualTo(ReferenceMatrix.seededA(2, 100, 100));
    assertThat(a).doesNotContain(ReferenceMatrix.seededB(1, 100, 100)[0]);
  }

  @Test
  void escapeCountsOfKnownPoints() {
    var image = new Image(4, 1, 50);
    var region = new Region(-2, 2, 0, 1);
    // -2 never escapes, -1 never, 0 never, 1: 0, 1, 2, 5
    assertThat(ReferenceMandelbrot.counts(image, region, 0, 4)).containsExactly(50, 50, 50, 3);
  }

  @Test
  void digestsOfThePublishedExample() {
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    assertThat(ReferenceHash.hexDigest(Algorithm.SHA256, abc))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(ReferenceHash.hexDigest(Algorithm.SHA512, abc)).startsWith("ddaf35a193617aba");
  }

  @Test
  void wordsAreLinesWithoutTheirEnds() {
    byte[] text = "a\r\n\nb\rc\nlast".getBytes(StandardCharsets.US_ASCII);
    assertThat(ReferenceHash.words(text))
        .extracting(word -> new String(word, StandardCharsets.US_ASCII))
        .containsExactly("a", "", "b\rc", "last");
    assertThat(ReferenceHash.words(new byte[0])).isEmpty();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(1e-12);
  }
}
