package io.processdistro.controller.tasks.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  private static final String SHAPE_2_3 =
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir Path directory;

  /** {@code numpy.save} of {@code numpy.array([[1.0, 2.0]])}, numpy 1.x and 2.x, byte by byte. */
  @Test
  void headersAreWrittenAsNumpyWritesThem() {
    var golden =
        "934e554d5059010076007b276465736372273a20273c6638272c2027666f727472616e5f6f72646572273a2046"
            + "616c73652c20277368617065273a2028312c2032292c207d"
            + "20".repeat(58)
            + "0a";
    assertThat(HexFormat.of().formatHex(NpyHeader.ofMatrix(NpyElement.FLOAT64, 1, 2).encode()))
        .isEqualTo(golden);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 1000000000", "1099511627776, 1", "65536, 32768", "999999, 1048577"})
  void writtenHeadersAreAlignedAndReadBackTheSame(long rows, long columns) throws Exception {
    for (var element : new NpyElement[] {NpyElement.FLOAT64, NpyElement.FLOAT32}) {
      var header = NpyHeader.ofMatrix(element, rows, columns);
      var bytes = header.encode();
      assertThat(bytes.length % 64).isZero();
      var dictionary = Arrays.copyOfRange(bytes, 10, bytes.length);
      assertThat(new NpyDictionary(dictionary).header(bytes.length)).isEqualTo(header);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void dataIsReadInAllFormats(int format) throws Exception {
    try (var file = NpyFile.open(write(format, SHAPE_2_3, 48))) {
      assertThat(file.header().rows()).isEqualTo(2);
      assertThat(file.header().columns()).isEqualTo(3);
      assertThat(file.header().fortranOrder()).isFalse();
      assertThat(file.data().byteSize()).isEqualTo(48);
      var longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
      assertThat(file.data().get(longs, 40)).isEqualTo(0x2f2e2d2c2b2a2928L);
    }
  }

  @ParameterizedTest(name = "{index}: {0}")
  @ValueSource(
      strings = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }",
        "{'shape': (2, 3), 'descr': '<f8', 'fortran_order': False}",
        "{\"descr\":\"<f8\",\"fortran_order\":False,\"shape\":(2,3)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }",
        "  {'descr': '<f8',\n'fortran_order': False, 'shape': (2, 3,), }  \n"
      })
  void dictionariesAreReadInAnyOrderAndSpacing(String dictionary) throws Exception {
    try (var file = NpyFile.open(write(1, dictionary, 48))) {
      assertThat(file.header().rows()).isEqualTo(2);
      assertThat(file.header().columns()).isEqualTo(3);
    }
  }

  @ParameterizedTest(name = "{index}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'descr': '>f8', 'fortran_order': False, 'shape': (2, 3), } | holds big-endian numbers ('>f8')
          {'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), } | type '<i8'; read are '<f8' (float64) and '<f4'
          {'descr': '<c16', 'fortran_order': False, 'shape': (2, 3), } | type '<c16'
          {'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), } | type '<f2'
          {'descr': 'O', 'fortran_order': False, 'shape': (2, 3), } | type 'O'
          {'descr': 'f8', 'fortran_order': False, 'shape': (2, 3), } | type 'f8'
          {'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2, 3), } | structured array
          {'descr': '<f8', 'fortran_order': False, 'shape': (6,), } | has 1 dimension; a matrix has 2
          {'descr': '<f8', 'fortran_order': False, 'shape': (), } | has 0 dimensions; a matrix has 2
          {'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), } | has 3 dimensions; a matrix has 2
          {'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), } | extent of 0; allowed are 1 to 2^40
          {'descr': '<f8', 'fortran_order': False, 'shape': (-2, -3), } | extent of -2
          {'descr': '<f8', 'fortran_order': False, 'shape': (1099511627777, 1), } | extent of 1099511627777
          {'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), } | at most 2^40 elements
          {'descr': '<f8', 'fortran_order': False, 'shape': (18446744073709551618, 3), } | extent of 18446744073709551618
          {'descr': '<f8', 'fortran_order': False, 'shape': (2, 4), } | needs 192
          {'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), } | needs 160
          {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } | needs 152
          {'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3), } | malformed header
          {'descr': '<f8', 'fortran_order': None, 'shape': (2, 3), } | malformed header
          {'descr': '<f8', 'fortran_order': False, 'shape': [2, 3], } | structured array
          {'descr': '<f8', 'fortran_order': False, 'shape': (2, 1+2), } | malformed header
          {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3.0), } | malformed header
          {'descr': '<f8', 'fortran_order': False, 'shape': '(2, 3)', } | malformed header
          {'descr': '<f8', 'fortran_order': False, } | it needs exactly descr, fortran_order and shape
          {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'x': 'y', } | it needs exactly
          {'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), } | a key stands there twice
          {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), } + x | something follows
          {'descr': '<f8 | does not end
          __import__('os').system('true') | '{' is missing at character 0
          `` | '{' is missing
          """)
  void otherArraysAndMalformedHeadersAreRefused(String dictionary, String message)
      throws Exception {
    var path = write(1, dictionary, 48);
    assertThatThrownBy(() -> NpyFile.open(path).close())
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFileCutOffAtAnyByteIsRefused() throws Exception {
    var whole = Files.readAllBytes(write(1, SHAPE_2_3, 48));
    for (int length = 0; length < whole.length; length++) {
      var path = directory.resolve("cut");
      Files.write(path, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> NpyFile.open(path).close())
          .as("%d bytes", length)
          .isInstanceOf(NpyFormatException.class);
    }
    Files.write(directory.resolve("longer"), Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> NpyFile.open(directory.resolve("longer")).close())
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining("has 177 bytes, but its header (2 x 3 of <f8) needs 176");
  }

  @ParameterizedTest(name = "{index}: {0}")
  @CsvSource({
    "89504e470d0a1a0a00000000, is not a .npy file",
    "934e554d50590400ffff0000, has .npy format 4.0",
    "934e554d50590101ffff0000, has .npy format 1.1",
    "934e554d50590000ffff0000, has .npy format 0.0",
    "934e554d50590100ffff0000, has a header of 65535 bytes; at most 10000 are read",
    "934e554d50590200ffffffff, has a header of 4294967295 bytes",
    "934e554d5059010076, ends inside its header"
  })
  void otherFilesAndVersionsAreRefused(String hex, String message) throws Exception {
    var path = Files.write(directory.resolve("other"), HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> NpyFile.open(path).close())
        .isInstanceOf(NpyFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void randomDamageIsRefusedOrReadAsAMatrixThatFitsTheFile() throws Exception {
    var whole = Files.readAllBytes(write(1, SHAPE_2_3, 48));
    var random = new Random(42);
    for (int run = 0; run < 3000; run++) {
      var damaged = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged[random.nextInt(128)] = (byte) random.nextInt(256);
      }
      var path = Files.write(directory.resolve("damaged"), damaged);
      try (var file = NpyFile.open(path)) {
        assertThat(file.header().fileBytes()).isEqualTo(damaged.length);
      } catch (NpyFormatException e) {
        assertThat(e.getMessage()).as("run %d", run).hasSizeLessThan(300).matches("[\\x20-\\x7e]+");
      }
    }
  }

  /** A header padded to 128 bytes, with the given bytes of data: 0, 1, 2 and so on. */
  private Path write(int format, String dictionary, int dataBytes) throws IOException {
    int prefix = format == 1 ? 10 : 12;
    var padded =
        dictionary + " ".repeat(Math.max(0, 128 - prefix - dictionary.length() - 1)) + "\n";
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) format, 0});
    var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(padded.length());
    bytes.write(length.array(), 0, prefix - 8);
    bytes.writeBytes(padded.getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < dataBytes; i++) bytes.write(i);
    return Files.write(Files.createTempFile(directory, "array", ".npy"), bytes.toByteArray());
  }
}
