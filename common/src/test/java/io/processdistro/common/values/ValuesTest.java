package io.processdistro.common.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  /** FIPS 180-2, appendix B.1. */
  private static final String SHA_256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void hashesFromBytesBuffersAndFilesAgreeWithTheStandard(@TempDir Path folder) throws Exception {
    var abc = "abc".getBytes(StandardCharsets.US_ASCII);
    var file = Files.write(folder.resolve("abc"), abc);
    assertThat(ContentHash.of(abc)).hasToString(SHA_256_OF_ABC);
    assertThat(ContentHash.of(ByteBuffer.wrap(abc))).hasToString(SHA_256_OF_ABC);
    assertThat(ContentHash.ofFile(file)).hasToString(SHA_256_OF_ABC);
    assertThat(ContentHash.parse(SHA_256_OF_ABC.toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(ContentHash.of(abc));
    assertThat(ContentHash.of(abc).brief()).isEqualTo("ba7816bf8f01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba78",
        "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00",
        "../../../../../../../../../../../../../../../../../etc/passwdxxxxx"
      })
  void whatIsNoHashIsRefused(String text) {
    assertThatThrownBy(() -> ContentHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 hexadecimal digits");
  }

  @Test
  void identifiersKeepTheirShape() {
    var id = JobId.random(new Random(5));
    assertThat(id.text()).matches("[a-z2-7]{16}");
    assertThat(new JobId(id.text())).isEqualTo(id);
    assertThatThrownBy(() -> new JobId("../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("job id");
  }

  @ParameterizedTest
  @CsvSource({"kitchen,kitchen", "Küche 2!,k-che-2-", "---,node", "'',node", "_x,x"})
  void everyHostNameBecomesANodeName(String hostName, String expected) {
    assertThat(NodeName.fromHostName(hostName)).hasToString(expected);
    assertThat(NodeName.fromHostName("h".repeat(300)).text()).hasSize(63);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a\nb", "<img onerror=x>", "../x", "é"})
  void oddNodeNamesAreRefused(String text) {
    assertThatThrownBy(() -> new NodeName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"-1,5", "5,5", "6,5"})
  void aRangeIsNeverEmptyOrNegative(long from, long to) {
    assertThatThrownBy(() -> new GrainRange(from, to)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangesThatTouchDoNotOverlap() {
    assertThat(new GrainRange(0, 5).overlaps(new GrainRange(5, 6))).isFalse();
    assertThat(new GrainRange(0, 6).overlaps(new GrainRange(5, 6))).isTrue();
    assertThat(new GrainRange(0, 6).contains(new GrainRange(5, 6))).isTrue();
  }
}
