package io.processdistro.controller.tasks.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.controller.tasks.InvalidOutputException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkListTest {
  private static Spans read(byte[] list) throws InvalidOutputException {
    return ChunkList.read(MemorySegment.ofArray(list), 1_000, 100);
  }

  @Test
  void chunksLieBehindTheirLengths() throws Exception {
    var spans =
        read(HexFormat.of().parseHex("03000000" + "02000000aabb" + "00000000" + "01000000cc"));
    assertThat(spans.count()).isEqualTo(3);
    assertThat(spans.offset(0)).isEqualTo(8);
    assertThat(spans.lengthBytes(0)).isEqualTo(2);
    assertThat(spans.lengthBytes(1)).isZero();
    assertThat(spans.offset(2)).isEqualTo(18);
    assertThat(spans.lengthBytes(2)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                        |                          | not even the count
          half a count                   | 0100                     | not even the count
          no chunk                       | 00000000                 | has no chunk
          a thousand million chunks      | 00ca9a3b                 | says that it has 1000000000 chunks, and at most 1000
          four thousand million chunks   | ffffffff                 | says that it has 4294967295 chunks
          ends before a length           | 0200000000000000         | ends before the length of chunk 1
          ends in a length               | 010000000000             | ends before the length of chunk 0
          a chunk longer than the list   | 0100000003000000aabb     | chunk 0 has 3 bytes, and only 2 follow
          a chunk of 4 GiB               | 01000000ffffffff         | chunk 0 has 4294967295 bytes, and only 0 follow
          something behind the last one  | 010000000100000000ff     | has 1 bytes behind its last chunk, 0
          """)
  void malformedListsAreRefusedAndTheModuleBlamed(String rule, String hex, String message) {
    var list = HexFormat.of().parseHex(hex == null ? "" : hex);
    assertThatThrownBy(() -> read(list))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageStartingWith("the chunk list that the module's split returned")
        .hasMessageContaining(message);
  }

  @Test
  void aChunkLongerThanATaskTakesIsRefused() {
    var list = new byte[4 + 4 + 101];
    list[0] = 1;
    list[4] = 101;
    assertThatThrownBy(() -> read(list))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContaining("a chunk 0 of 101 bytes, and at most 100");
  }

  @Test
  void noBytesLeadAnywhereElse() {
    var random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      var list = new byte[random.nextInt(60)];
      random.nextBytes(list);
      for (int i = 1; i < Math.min(4, list.length); i++) list[i] = 0;
      try {
        var spans = read(list);
        for (int chunk = 0; chunk < spans.count(); chunk++) {
          assertThat(spans.offset(chunk) + spans.lengthBytes(chunk))
              .isLessThanOrEqualTo(list.length);
        }
      } catch (InvalidOutputException e) {
        assertThat(e).hasMessageContaining("split returned");
      }
    }
  }
}
