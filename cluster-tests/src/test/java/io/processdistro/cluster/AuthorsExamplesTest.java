package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The four examples for task authors in a cluster, with the very commands of their READMEs: once as
 * they stand there and once with an instruction budget, compared to the same computed plainly.
 */
class AuthorsExamplesTest {
  private static final Path EXAMPLES = Path.of("../wasm-tasks/examples").toAbsolutePath();
  private static final Pattern COMMAND =
      Pattern.compile("^controller submit-task (--module .*)$", Pattern.MULTILINE);
  private static final String ENOUGH_FUEL = "1000000000000";

  @TempDir private static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(folder).withController();
    cluster.startNode("one", 2);
    cluster.awaitReady("one");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void wordsOfATextInC() throws IOException {
    var text = provided("word-count", "text.txt");
    assertExample("word-count", "text.txt", text, "counts.tsv", wordCounts(text));
  }

  @Test
  void columnsOfATableInAssemblyScript() throws IOException {
    var csv = new StringBuilder("id,height,note\n");
    var sum = BigDecimal.ZERO;
    for (int row = 0; row < 1_000; row++) {
      var height = BigDecimal.valueOf(row * 37L % 1_000 - 300, 2);
      sum = sum.add(height);
      csv.append(row).append(',').append(height).append(",\"a, b\"\n");
    }
    var expected =
        """
        column,count,minimum,maximum,sum,mean,texts
        id,1000,0,999,499500,499.5,0
        height,1000,-3,6.99,%s,%s,0
        note,0,,,,,1000
        """
            .formatted(plain(sum), plain(sum.movePointLeft(3)));
    assertExample("csv-statistics", "measurements.csv", csv.toString(), "statistics.csv", expected);
  }

  @Test
  void primesInRust() throws IOException {
    var range = provided("prime-count", "range.txt");
    assertThat(range).isEqualTo("1 20000000\n");
    assertExample("prime-count", "range.txt", range, "count.txt", primesBelow(20_000_000) + "\n");
  }

  @Test
  void piInJava() throws IOException {
    assertExample("monte-carlo-pi", "samples.txt", "1000000 42\n", "pi.txt", pi(1_000_000, 42));
  }

  private static void assertExample(
      String name, String inputFile, String input, String outputFile, String expected)
      throws IOException {
    Files.writeString(folder.resolve(inputFile), input);
    Files.copy(EXAMPLES.resolve(name).resolve(name + ".wasm"), folder.resolve(name + ".wasm"));
    var output = folder.resolve(outputFile);

    cluster.command("submit-task", readmesOptions(name)).succeeded();
    assertThat(output).hasContent(expected);
    Files.delete(output);
    cluster.command("submit-task", readmesOptions(name, "--fuel", ENOUGH_FUEL)).succeeded();
    assertThat(output).hasContent(expected);
    cluster
        .command("submit-task", readmesOptions(name, "--fuel", "10"))
        .refused(4, "fuel exhausted after 10", "FUEL_EXHAUSTED");
  }

  private static String provided(String example, String file) throws IOException {
    return Files.readString(EXAMPLES.resolve(example).resolve(file));
  }

  private static String[] readmesOptions(String example, String... more) throws IOException {
    var readme = COMMAND.matcher(provided(example, "README.md"));
    assertThat(readme.find()).as("the command in the README of " + example).isTrue();
    var options = new ArrayList<>(List.of(readme.group(1).split(" ")));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  /** Words are letters and digits of ASCII and all bytes above it, in the order of bytes. */
  private static String wordCounts(String text) {
    var counts = new TreeMap<String, Integer>();
    var bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    for (var word : bytes.split("[^A-Za-z0-9\\x80-\\xff]+")) {
      if (!word.isEmpty()) counts.merge(smallAscii(word), 1, Integer::sum);
    }
    var lines = new StringBuilder();
    counts.forEach((word, count) -> lines.append(word).append('\t').append(count).append('\n'));
    return new String(
        lines.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String smallAscii(String word) {
    var small = new StringBuilder();
    for (char c : word.toCharArray()) small.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    return small.toString();
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static int primesBelow(int end) {
    var composite = new BitSet(end);
    int primes = 0;
    for (int number = 2; number < end; number = composite.nextClearBit(number + 1)) {
      primes++;
      for (long i = (long) number * number; i < end; i += number) composite.set((int) i);
    }
    return primes;
  }

  private static String pi(int points, long seed) {
    int inside = 0;
    for (int point = 0; point < points; point++) {
      long random = mixed(seed + (point + 1) * 0x9E3779B97F4A7C15L);
      long x = random >>> 33;
      long y = random & 0x7fffffffL;
      if (x * x + y * y < 1L << 62) inside++;
    }
    var pi =
        BigDecimal.valueOf(4L * inside).divide(BigDecimal.valueOf(points), 8, RoundingMode.DOWN);
    return "%d %d %s\n".formatted(inside, points, pi.toPlainString());
  }

  private static long mixed(long state) {
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
