package io.processdistro.controller.tasks.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.GrainRange;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedPiecesTest {
  @TempDir Path directory;

  private record Piece(GrainRange range, byte[] bytes) {}

  @Test
  void piecesStandInOrderWhateverOrderTheyCameIn() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var pieces = randomPieces(random);
      var expected = new ByteArrayOutputStream();
      for (var piece : pieces) expected.writeBytes(piece.bytes());
      Collections.shuffle(pieces, random);

      var target = directory.resolve("result-" + seed);
      var spool = directory.resolve("spool-" + seed);
      try (var result = new ResultFile(target);
          var ordered = new OrderedPieces(result, spool)) {
        for (var piece : pieces) ordered.put(piece.range(), ByteBuffer.wrap(piece.bytes()));
        assertThat(Files.size(spool)).as("the spool is emptied when nothing waits").isZero();
        result.complete();
      }
      assertThat(target).hasBinaryContent(expected.toByteArray());
      assertThat(spool).doesNotExist();
    }
  }

  @Test
  void piecesInOrderNeedNoSpool() throws Exception {
    var target = directory.resolve("result");
    var spool = directory.resolve("spool");
    try (var result = ResultFile.beginningWith(target, ByteBuffer.wrap(new byte[] {9}));
        var ordered = new OrderedPieces(result, spool)) {
      ordered.put(new GrainRange(0, 2), ByteBuffer.wrap(new byte[] {1, 2}));
      ordered.put(new GrainRange(2, 3), ByteBuffer.wrap(new byte[] {3}));
      assertThat(spool).doesNotExist();
      result.complete();
    }
    assertThat(target).hasBinaryContent(new byte[] {9, 1, 2, 3});
  }

  @Test
  void aResultThatWasNotCompletedIsDeleted() throws Exception {
    try (var result = new ResultFile(directory.resolve("result"));
        var ordered = new OrderedPieces(result, directory.resolve("spool"))) {
      ordered.put(new GrainRange(1, 2), ByteBuffer.wrap(new byte[] {1}));
      assertThat(directory).isNotEmptyDirectory();
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static List<Piece> randomPieces(Random random) {
    var pieces = new ArrayList<Piece>();
    long from = 0;
    for (int i = 0; i < 60; i++) {
      long to = from + random.nextInt(1, 5);
      var bytes = new byte[random.nextInt(50)];
      random.nextBytes(bytes);
      pieces.add(new Piece(new GrainRange(from, to), bytes));
      from = to;
    }
    return pieces;
  }
}
