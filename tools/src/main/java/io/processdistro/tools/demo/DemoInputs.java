package io.processdistro.tools.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Makes the demo's inputs: two rectangular matrices with seeded random values and a list of real
 * words, taken from texts.
 */
public final class DemoInputs {
  private static final int ROWS = 900;
  private static final int INNER = 700;
  private static final int COLUMNS = 1_100;
  private static final long SEED = 20_260_101;
  private static final int BCRYPT_WORDS = 40;
  private static final Pattern WORD = Pattern.compile("[A-Za-z][a-z]{2,20}");

  private DemoInputs() {}

  /** Arguments: the folder to fill, then the texts to take words from. */
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var random = new Random(SEED);
    NpyMatrix.random(ROWS, INNER, random).write(folder.resolve("A.npy"));
    NpyMatrix.random(INNER, COLUMNS, random).write(folder.resolve("B.npy"));

    var words = words(Arrays.stream(arguments).skip(1).map(Path::of).toList());
    if (words.size() < BCRYPT_WORDS) throw new IOException("the texts hold too few words");
    Files.write(folder.resolve("words.txt"), words);
    Files.write(folder.resolve("some-words.txt"), everyNth(words, words.size() / BCRYPT_WORDS));
    System.out.printf(
        "A.npy %d x %d, B.npy %d x %d, words.txt %,d words, some-words.txt %d of them%n",
        ROWS, INNER, INNER, COLUMNS, words.size(), BCRYPT_WORDS);
  }

  /** Distinct, in lower case, in alphabetical order. */
  private static List<String> words(List<Path> texts) throws IOException {
    var words = new TreeSet<String>();
    for (var text : texts) {
      var content = new String(Files.readAllBytes(text), StandardCharsets.UTF_8);
      WORD.matcher(content)
          .results()
          .forEach(found -> words.add(found.group().toLowerCase(Locale.ROOT)));
    }
    return List.copyOf(words);
  }

  private static List<String> everyNth(List<String> words, int step) {
    return IntStream.range(0, BCRYPT_WORDS).mapToObj(i -> words.get(i * step)).toList();
  }
}
