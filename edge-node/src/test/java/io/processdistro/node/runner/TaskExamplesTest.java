package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Phase;
import io.processdistro.wasm.TaskTemplate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The examples for task authors in a real runner: right results, the same for one chunk, many, in
 * another order, and merged as a tree.
 */
@Timeout(180)
class TaskExamplesTest {
  private static final Path EXAMPLES = Path.of("../wasm-tasks/examples");
  private static final Path TEMPLATES = Path.of("../wasm-tasks/src/test/resources/templates");

  @RegisterExtension static final RunnerHarness runner = new RunnerHarness(EngineProfile.USER, 2);

  @Test
  void wordsAreCountedAsInJava() throws IOException {
    var text = Files.readAllBytes(EXAMPLES.resolve("word-count/text.txt"));
    var expected = wordCounts(utf8(text));
    assertThat(expected).contains("nation\t5\n", "über\t1\n".replace("ü", "Ü"));
    requireAllWaysEqual(example("word-count"), text, expected, 5);
  }

  @Test
  void manyDifferentWordsAreCountedAsInJava() throws IOException {
    var random = new Random(4711);
    var text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(Integer.toString(random.nextInt(20_000), 36)).append(" \n-.'".charAt(i % 5));
    }
    var input = bytes(text.toString());
    requireAllWaysEqual(example("word-count"), input, wordCounts(text.toString()), 40);
  }

  @Test
  void aTextWithoutWordsHasNoLines() throws IOException {
    var task = example("word-count");
    assertThat(utf8(task.executeWhole(bytes(" .,\n")))).isEmpty();
    assertThat(task.split(new byte[0])).isEmpty();
    assertThat(utf8(task.run(new byte[0]))).isEmpty();
  }

  @Test
  void columnsAreSummedUpExactlyHoweverTheFileIsCut() throws IOException {
    var random = new Random(42);
    var csv = new StringBuilder("id,\"height, in m\",note,empty\r\n");
    long sumMillionths = 0;
    long minimum = Long.MAX_VALUE;
    long maximum = Long.MIN_VALUE;
    int rows = 1_000;
    for (int i = 0; i < rows; i++) {
      long millionths = random.nextLong(-5_000_000_000L, 5_000_000_000L);
      sumMillionths += millionths;
      minimum = Math.min(minimum, millionths);
      maximum = Math.max(maximum, millionths);
      csv.append(i).append(',').append(decimal(millionths)).append(",\"a, \"\"b\"\"\nc\",\r\n");
    }
    var expected =
        """
        column,count,minimum,maximum,sum,mean,texts
        id,1000,0,999,499500,499.5,0
        "height, in m",1000,%s,%s,%s,%s,0
        note,0,,,,,1000
        empty,0,,,,,0
        """
            .formatted(
                decimal(minimum),
                decimal(maximum),
                decimal(sumMillionths),
                decimal(sumMillionths / rows));
    requireAllWaysEqual(example("csv-statistics"), bytes(csv.toString()), expected, 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                      | -1
          a,b\\n1\\n                              | -2
          a,b\\n1,2,3\\n                          | -2
          a\\n999999999999\\n                     | 0
          a\\n9999999999999\\n                    | 0
          """)
  void badFilesAreAnsweredWithAnError(String csv, long error) throws IOException {
    var outcome = example("csv-statistics").outcome(Phase.EXECUTE, bytes(csv.replace("\\n", "\n")));
    if (error == 0) {
      assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
      return;
    }
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                ErrorCode.GUEST_ERROR_CODE, "the task answered with error " + error, ""));
  }

  @Test
  void aSumThatDoesNotFitIsAnErrorAndNotAWrongNumber() throws IOException {
    var csv = bytes("a\n" + "999999999999\n".repeat(10));
    assertThat(example("csv-statistics").outcome(Phase.EXECUTE, csv).toString())
        .contains("the task answered with error -3");
  }

  @Test
  void primesAreCountedRight() throws IOException {
    var task = example("prime-count");
    requireAllWaysEqual(task, bytes("1 5000000\n"), "348513\n", 2);
    assertThat(utf8(task.executeWhole(bytes("0 30")))).isEqualTo("10\n");
    assertThat(utf8(task.executeWhole(bytes("29 30")))).isEqualTo("1\n");
    assertThat(utf8(task.executeWhole(bytes("1000000000000 1000000001000")))).isEqualTo("37\n");
  }

  @Test
  void aBadRangeFailsWithASentence() throws IOException {
    var outcome = example("prime-count").outcome(Phase.SPLIT, bytes("10 five"));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                ErrorCode.GUEST_ERROR_CODE,
                "the task exited with status 1",
                "\"five\" is not a whole number\n"));
  }

  @Test
  void piComesOutTheSameHoweverTheSamplesAreCut() throws IOException {
    var task = example("monte-carlo-pi");
    long inside = pointsInside(7, 0, 300_000);
    var expected = "%d 300000 %s\n".formatted(inside, piOf(inside, 300_000));
    assertThat(expected).contains(" 3.14");
    var input = bytes("300000 7\n");
    assertThat(task.split(input)).hasSize(3);
    assertThat(utf8(task.executeWhole(bytes("0 300000 7")))).isEqualTo(expected);
    assertThat(utf8(task.run(input))).isEqualTo(expected);
    assertThat(utf8(task.runShuffled(input, 3))).isEqualTo(expected);
    assertThat(utf8(task.runWithTree(input, 2))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void everyTemplateAddsUpNumbers(TaskTemplate template) throws IOException {
    var wasm = Files.readAllBytes(TEMPLATES.resolve(template.language() + ".wasm"));
    var task = new PhasedTask(runner, runner.userModule(wasm, IngestRules.DEFAULTS));
    var numbers = new StringBuilder();
    long sum = 0;
    for (int i = 0; i < 10_000; i++) {
      long number = i * 1_000_003L - 1_000_000_000L;
      numbers.append(number).append('\n');
      sum += number;
    }
    requireAllWaysEqual(task, bytes(numbers.toString()), sum + "\n", 2);
    assertThat(utf8(task.executeWhole(bytes("-5\n7")))).isEqualTo("2\n");
    assertThat(task.outcome(Phase.EXECUTE, bytes("7\nseven\n")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_ERROR_CODE));
    assertThat(task.outcome(Phase.MERGE, new byte[] {1, 0, 0, 0, 9, 0, 0, 0, '1'}))
        .as("a list that breaks off")
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void badSamplesFailWithASentence() throws IOException {
    var outcome = example("monte-carlo-pi").outcome(Phase.SPLIT, bytes("many 7"));
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                ErrorCode.GUEST_ERROR_CODE,
                "the task exited with status 1",
                "samples and seed: not a whole number: many\n"));
  }

  private static void requireAllWaysEqual(
      PhasedTask task, byte[] input, String expected, int chunksMin) throws IOException {
    assertThat(task.split(input)).hasSizeGreaterThanOrEqualTo(chunksMin);
    assertThat(utf8(task.executeWhole(input))).as("one chunk").isEqualTo(expected);
    assertThat(utf8(task.run(input))).as("many chunks").isEqualTo(expected);
    assertThat(utf8(task.runShuffled(input, 1))).as("in another order").isEqualTo(expected);
    assertThat(utf8(task.runWithTree(input, 3))).as("merged as a tree").isEqualTo(expected);
  }

  private static PhasedTask example(String name) throws IOException {
    var wasm = Files.readAllBytes(EXAMPLES.resolve(name).resolve(name + ".wasm"));
    return new PhasedTask(runner, runner.userModule(wasm, IngestRules.DEFAULTS));
  }

  /** The reference for words: in ISO 8859-1 each byte is one character, in the order of bytes. */
  private static String wordCounts(String text) {
    var counts = new TreeMap<String, Long>();
    var single = new String(bytes(text), StandardCharsets.ISO_8859_1);
    var matcher = Pattern.compile("[A-Za-z0-9\\x80-\\xff]+").matcher(single);
    while (matcher.find()) counts.merge(smallAscii(matcher.group()), 1L, Long::sum);
    var lines = new StringBuilder();
    counts.forEach((word, count) -> lines.append(word).append('\t').append(count).append('\n'));
    return utf8(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String smallAscii(String word) {
    var small = new StringBuilder();
    for (char c : word.toCharArray()) small.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    return small.toString();
  }

  private static String decimal(long millionths) {
    return BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
  }

  private static long pointsInside(long seed, long first, long end) {
    long inside = 0;
    for (long point = first; point < end; point++) {
      long state = seed + (point + 1) * 0x9E3779B97F4A7C15L;
      state = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      state = (state ^ (state >>> 27)) * 0x94D049BB133111EBL;
      long random = state ^ (state >>> 31);
      double x = random >>> 33;
      double y = random & 0x7fffffffL;
      // Exact: both squares and their sum are below 2^63, and compared as whole numbers.
      if ((long) x * (long) x + (long) y * (long) y < 1L << 62) inside++;
    }
    return inside;
  }

  private static String piOf(long inside, long samples) {
    return BigDecimal.valueOf(inside * 4)
        .divide(BigDecimal.valueOf(samples), 8, RoundingMode.DOWN)
        .toPlainString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
