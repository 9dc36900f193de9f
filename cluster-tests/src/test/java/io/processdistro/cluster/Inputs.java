package io.processdistro.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Input files for tests. */
public final class Inputs {
  private Inputs() {}

  /** Distinct words, one a line. */
  public static Path words(Path folder, int count) throws IOException {
    return Files.write(
        folder.resolve("words-" + count + ".txt"),
        IntStream.range(0, count).mapToObj(i -> "word-" + i * 7_919L).toList());
  }
}
