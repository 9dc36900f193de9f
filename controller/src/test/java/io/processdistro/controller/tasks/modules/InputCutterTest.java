package io.processdistro.controller.tasks.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.TaskInput;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputCutterTest {
  /** Small ceilings: 100 bytes a chunk, 1000 chunks. */
  private static final ModuleCeilings CEILINGS =
      new ModuleCeilings(1 << 20, 1_000, 1_000, 0, 100, 1_000, 10_000, 2, 10, 1_000);

  @TempDir private Path folder;

  private InputBlob input(byte[] content) throws Exception {
    var file = Files.write(Files.createTempFile(folder, "input", ""), content);
    return new InputBlob("input", ContentHash.of(content), content.length, file);
  }

  private static Cut cut(String text) {
    return Cut.parse(text).orElseThrow();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "none, abc, 3",
    "none, '', 0",
    "bytes:3, abcdefgh, 3 3 2",
    "bytes:4, abcdefgh, 4 4",
    "bytes:3, '', 0",
    "lines:1, a/bb/, 2 3",
    "lines:1, a/bb, 2 2",
    "lines:2, a/bb/c/, 5 2",
    "lines:1, //, 1 1",
    "lines:1, '', 0",
    "lines:5, a/, 2",
  })
  void cuts(String how, String content, String lengths) throws Exception {
    var blob = input(content.replace('/', '\n').getBytes(StandardCharsets.UTF_8));
    var spans = InputCutter.cut(blob, cut(how), CEILINGS).spans();
    assertThat(
            IntStream.range(0, spans.count())
                .mapToObj(chunk -> Integer.toString(spans.lengthBytes(chunk)))
                .collect(Collectors.joining(" ")))
        .isEqualTo(lengths);
  }

  @Test
  void whateverIsCutByLinesIsTheInputWhenJoined() throws Exception {
    var random = new Random(4);
    for (int round = 0; round < 200; round++) {
      var content = new byte[random.nextInt(3_000)];
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) (random.nextInt(9) == 0 ? '\n' : 'a' + random.nextInt(20));
      }
      var spans = InputCutter.cut(input(content), cut("lines:1"), CEILINGS).spans();
      var joined = new ByteArrayOutputStream();
      for (int chunk = 0; chunk < spans.count(); chunk++) {
        joined.write(content, (int) spans.offset(chunk), spans.lengthBytes(chunk));
      }
      assertThat(joined.toByteArray()).isEqualTo(content);
    }
  }

  @Test
  void chunksThatAreTooLongOrTooManyAreRefusedWithAWayOut() throws Exception {
    var longLine = input(new byte[101]);
    assertThatThrownBy(() -> InputCutter.cut(longLine, cut("lines:1"), CEILINGS))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("chunk 0 of the input has 101 bytes, and a task takes at most 100");
    var many = input(new byte[1_001]);
    assertThatThrownBy(() -> InputCutter.cut(many, cut("bytes:1"), CEILINGS))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("more than 1000 chunks");
    assertThatThrownBy(() -> InputCutter.cut(many, cut("none"), CEILINGS))
        .isInstanceOf(InvalidJobException.class);
  }

  /** What comes in any order lies in few blobs, and is read again as it was. */
  @Test
  void packedContentsAreReadAgainAsTheyWere() throws Exception {
    var random = new Random(6);
    var blobs = new MemoryBlobs();
    var contents = new byte[300][];
    var packer = new ChunkPacker(blobs, contents.length, 1_000);
    var order = random.ints(0, contents.length).distinct().limit(contents.length).toArray();
    for (int index : order) {
      contents[index] = new byte[random.nextInt(20) == 0 ? 2_000 : random.nextInt(60)];
      random.nextBytes(contents[index]);
      packer.putWithLength(index, MemorySegment.ofArray(contents[index]));
    }
    packer.finish();
    assertThat(blobs.hashes()).hasSizeLessThan(60);
    for (int from = 0; from < contents.length; from += 50) {
      var stage =
          new Stage.OfGroups(0, packer, java.util.List.of(new MergeGroups.Group(from, from + 50)));
      TaskInput input = stage.inputOf(0);
      var spans = ChunkList.read(MemorySegment.ofArray(blobs.join(input)), 50, 2_000);
      assertThat(spans.count()).isEqualTo(50);
      for (int chunk = 0; chunk < 50; chunk++) {
        var bytes = new byte[spans.lengthBytes(chunk)];
        System.arraycopy(blobs.join(input), (int) spans.offset(chunk), bytes, 0, bytes.length);
        assertThat(bytes).isEqualTo(contents[from + chunk]);
      }
    }
  }
}
