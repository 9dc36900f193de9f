package io.processdistro.controller.tasks.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.processdistro.controller.tasks.InvalidOutputException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all that a module's split gives are chunks which lie one behind the other and fill
 * them, or are refused with a sentence. An ordinary test run tries the seeds; {@code scripts/test
 * --fuzz} has Jazzer mutate them for a minute.
 */
class ChunkListFuzzTest {
  private static final int CHUNKS_MAX = 1_000;
  private static final int CHUNK_BYTES_MAX = 100;

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isChunksOrRefused(byte[] list) {
    if (list == null) return;
    try {
      var spans = ChunkList.read(MemorySegment.ofArray(list), CHUNKS_MAX, CHUNK_BYTES_MAX);
      assertThat(spans.count()).isBetween(1, CHUNKS_MAX);
      long end = 4;
      for (int chunk = 0; chunk < spans.count(); chunk++) {
        assertThat(spans.offset(chunk)).isEqualTo(end + 4);
        assertThat(spans.lengthBytes(chunk)).isBetween(0, CHUNK_BYTES_MAX);
        end = spans.offset(chunk) + spans.lengthBytes(chunk);
      }
      assertThat(end).isEqualTo(list.length);
    } catch (InvalidOutputException refused) {
      assertThat(refused.getMessage()).matches("[ -~]{10,2000}");
    }
  }

  static Stream<Arguments> seeds() {
    return Stream.of(
            "0300000002000000aabb0000000001000000cc",
            "00ca9a3b",
            "0200000000000000",
            "01000000ffffffff",
            "010000000100000000ff",
            "")
        .map(HexFormat.of()::parseHex)
        .map(list -> Arguments.of((Object) list));
  }
}
