package io.processdistro.controller.tasks.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.ReferenceRun;
import io.processdistro.controller.tasks.Requests;
import io.processdistro.controller.tasks.TaskOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  @TempDir Path directory;
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final PasswordHash passwordHash = new PasswordHash(ContentHash.of(new byte[] {1}));

  @ParameterizedTest(name = "{0}, {1} words")
  @CsvSource({
    "sha256, 1",
    "sha256, 4096",
    "sha256, 4097",
    "sha512, 30000",
    "bcrypt, 1",
    "bcrypt, 3000"
  })
  void everyWordIsHashedOnceInTheOrderOfTheList(String algorithm, int count) throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      var list = randomList(count, seed, algorithm.equals("bcrypt"));
      var plan = plan("{\"algorithm\":\"%s\"}".formatted(algorithm), list, null);
      assertThat(Files.readAllBytes(run(plan, seed))).isEqualTo(expected(plan, algorithm, list));
    }
  }

  @Test
  void aListLongerThanItsPiecesIsCutAndJoinedWithoutALoss() throws Exception {
    var list = randomList(600_000, 5, false);
    var plan = plan("{\"algorithm\":\"sha256\"}", list, null);

    assertThat(plan.blobs()).hasSize(Math.ceilDiv(list.length, 4 << 20)).hasSizeGreaterThan(1);
    assertThat(blobs.longestBytes()).isLessThanOrEqualTo(4 << 20);
    assertThat(Files.readAllBytes(run(plan, 6))).isEqualTo(expected(plan, "sha256", list));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a\n", "a\r\n", "\n", "\n\n", "\na", "a\n\nb", "\r\n", "a\rb\nc\r"})
  void lineEndsAreTakenAsDocumented(String text) throws Exception {
    var list = text.getBytes(StandardCharsets.ISO_8859_1);
    for (var algorithm : new String[] {"sha512", "bcrypt"}) {
      var plan = plan("{\"algorithm\":\"%s\"}".formatted(algorithm), list, null);
      assertThat(Files.readAllBytes(run(plan, 1))).isEqualTo(expected(plan, algorithm, list));
    }
  }

  @Test
  void anAuditFindsTheWordsOfShaHashesAndNoOthers() throws Exception {
    var list = randomList(10_000, 9, false);
    var words = ReferencePasswordKernel.words(list);
    var hashes = new StringBuilder();
    for (int i = 0; i < words.size(); i += 1000) {
      var hash = HexFormat.of().formatHex(ReferencePasswordKernel.sha("SHA-256", words.get(i)));
      hashes.append(i % 2000 == 0 ? hash.toUpperCase(Locale.ROOT) : hash).append("\r\n\n");
    }
    hashes.append("00".repeat(32)).append('\n').append("00".repeat(32));
    var plan = plan("{\"algorithm\":\"sha256\",\"mode\":\"audit\"}", list, hashes.toString());
    var lines = Files.readString(run(plan, 2), StandardCharsets.ISO_8859_1).split("\n");

    assertThat(lines[0]).isEqualTo("hash,password");
    var found = new ByteArrayOutputStream();
    for (var word : words) {
      var hash = HexFormat.of().formatHex(ReferencePasswordKernel.sha("SHA-256", word));
      if (!hashes.toString().toLowerCase(Locale.ROOT).contains(hash)) continue;
      found.writeBytes((hash + ",").getBytes(StandardCharsets.US_ASCII));
      found.writeBytes(ReferencePasswordKernel.quoted(word));
      found.write('\n');
    }
    assertThat(String.join("\n", Arrays.copyOfRange(lines, 1, lines.length)) + "\n")
        .isEqualTo(found.toString(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void anAuditOfBcryptTriesEveryWordWithEveryHash(int targets) throws Exception {
    var list = randomList(400, 3, true);
    var words = ReferencePasswordKernel.words(list);
    var hashes = new StringBuilder();
    for (int i = 0; i < targets; i++) {
      hashes.append(ReferencePasswordKernel.bcrypt("$2a$04$", words.get(i * 50), 0)).append('\n');
    }
    var plan = plan("{\"algorithm\":\"bcrypt\",\"mode\":\"audit\"}", list, hashes.toString());
    var lines = Files.readString(run(plan, 4), StandardCharsets.ISO_8859_1).split("\n");

    assertThat(plan.grains()).isEqualTo(400L * targets);
    assertThat(lines).hasSize(1 + targets);
  }

  @Test
  void theLongestRangeOfAnAuditMayBeginInsideOfAWord() throws Exception {
    var hashes = "$2b$05$" + "a".repeat(53) + "\n$2y$15$" + "b".repeat(53) + "\n";
    var plan = plan("{\"algorithm\":\"bcrypt\",\"mode\":\"audit\"}", "a\nb\n".getBytes(), hashes);

    assertThat(plan.grainsPerTaskMax()).isEqualTo(4);
    var middle = blobs.join(plan.inputOf(new GrainRange(1, 3)));
    assertThat(middle).hasSize(56 + 2 * 64 + 4);
  }

  @Test
  void saltsAreTheSameForARerunAndDifferForAnotherListCostOrSeed() throws Exception {
    var list = "a\nb\n".getBytes();
    var first = header("{\"algorithm\":\"bcrypt\"}", list);
    assertThat(header("{\"algorithm\":\"bcrypt\",\"cost\":10,\"mode\":\"hash\"}", list))
        .isEqualTo(first);
    var seeds = new HashSet<Long>();
    seeds.add(seed(first));
    seeds.add(seed(header("{\"algorithm\":\"bcrypt\"}", "a\nc\n".getBytes())));
    seeds.add(seed(header("{\"algorithm\":\"bcrypt\",\"cost\":11}", list)));
    seeds.add(seed(header("{\"algorithm\":\"bcrypt\",\"seed\":5}", list)));
    assertThat(seeds).hasSize(4).contains(5L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 words, the output has 2 lines    | a,F60\\nbb,x\\n
          ends inside a line                 | a,F60xxxxxxx
          give 66 to 72 bytes, the output has 8 | a,short\\n
          """)
  void outputsThatCannotBeRightAreRefused(String message, String output) throws Exception {
    var plan = plan("{\"algorithm\":\"sha256\"}", "a\n".getBytes(), null);
    var text = output.replace("F60", "f".repeat(60)).replace("\\n", "\n");
    var bytes = new TaskOutput.InMemory(text.getBytes(StandardCharsets.US_ASCII));
    try (var assembly = plan.assembly(directory.resolve("h"))) {
      assertThatThrownBy(() -> assembly.accept(new GrainRange(0, 1), bytes))
          .isInstanceOf(InvalidOutputException.class)
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bcrypt | line 2 of the input passwords holds a NUL byte | a\\nb\\0c\\n
          sha256 | line 3 of the input passwords has more than 4096 bytes | a\\n\\nLONG\\nb
          sha256 | has 0 bytes; a word list has 1 to 2000000000 |
          """)
  void listsThatCannotBeHashedAreRefusedByLine(String algorithm, String message, String text)
      throws Exception {
    var list = text == null ? "" : text.replace("\\n", "\n").replace("\\0", "\0");
    list = list.replace("LONG", "x".repeat(4099));
    var bytes = list.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> plan("{\"algorithm\":\"%s\"}".formatted(algorithm), bytes, null))
        .isInstanceOfSatisfying(
            InvalidJobException.class, e -> assertThat(e.field()).isEqualTo("inputs.passwords"))
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sha256 | line 2 of the input hashes is no SHA-256 hash (64 hexadecimal digits), was "abc" of 3 characters | ZEROS\\nabc
          sha256 | line 1 of the input hashes is no SHA-256 hash | gZEROS
          sha512 | line 1 of the input hashes is no SHA-512 hash (128 | ZEROS
          bcrypt | line 3 of the input hashes is no bcrypt hash | \\n\\n$2x$10$
          bcrypt | line 1 of the input hashes has cost 3; allowed are 4 to 15 | $2b$03$FIFTY3
          bcrypt | line 1 of the input hashes has cost 16; allowed are 4 to 15 | $2b$16$FIFTY3
          sha256 | holds 0 hashes; allowed are 1 to 100000 | \\n \\n
          """)
  void hashesThatCannotBeAuditedAreRefusedByLine(String algorithm, String message, String text) {
    var hashes =
        text.replace("\\n", "\n")
            .replace("FIFTY3", "a".repeat(53))
            .replace("ZEROS", "0".repeat(64));
    var params = "{\"algorithm\":\"%s\",\"mode\":\"audit\"}".formatted(algorithm);
    assertThatThrownBy(() -> plan(params, "a".getBytes(), hashes))
        .isInstanceOfSatisfying(
            InvalidJobException.class, e -> assertThat(e.field()).isEqualTo("inputs.hashes"))
        .hasMessageContaining(message);
  }

  private byte[] header(String params, byte[] list) throws Exception {
    return plan(params, list, null).inputOf(new GrainRange(0, 1)).header();
  }

  private static long seed(byte[] header) {
    return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
  }

  private JobPlan plan(String params, byte[] list, String hashes)
      throws IOException, InvalidJobException {
    var inputs = new HashMap<String, Path>();
    inputs.put("passwords", Files.write(Files.createTempFile(directory, "list", ""), list));
    if (hashes != null) {
      inputs.put(
          "hashes", Files.writeString(Files.createTempFile(directory, "hashes", ""), hashes));
    }
    return passwordHash.plan(Requests.of(params, inputs), blobs);
  }

  private Path run(JobPlan plan, long seed) throws Exception {
    return new ReferenceRun(blobs, ReferencePasswordKernel::execute, seed).result(plan, directory);
  }

  /** What one task over the whole list would give, under the column names. */
  private static byte[] expected(JobPlan plan, String algorithm, byte[] list) {
    var expected = new ByteArrayOutputStream();
    expected.writeBytes("password,hash\n".getBytes(StandardCharsets.US_ASCII));
    var header = plan.inputOf(new GrainRange(0, 1)).header();
    long salt = seed(header);
    for (var word : ReferencePasswordKernel.words(list)) {
      expected.writeBytes(ReferencePasswordKernel.quoted(word));
      expected.write(',');
      var hash =
          switch (algorithm) {
            case "sha256" -> HexFormat.of().formatHex(ReferencePasswordKernel.sha("SHA-256", word));
            case "sha512" -> HexFormat.of().formatHex(ReferencePasswordKernel.sha("SHA-512", word));
            default -> ReferencePasswordKernel.bcrypt("$2b$10$", word, salt++);
          };
      expected.writeBytes(hash.getBytes(StandardCharsets.US_ASCII));
      expected.write('\n');
    }
    return expected.toByteArray();
  }

  /**
   * Any bytes, commas, quotes and CRs among them, empty words too; LF or CRLF; no last line end.
   */
  private static byte[] randomList(int words, long seed, boolean withoutNul) {
    var random = new Random(seed);
    var list = new ByteArrayOutputStream();
    for (int i = 0; i < words; i++) {
      int length = random.nextInt(i % 100 == 0 ? 200 : 20);
      for (int k = 0; k < length; k++) {
        int b = random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt('a', 'z');
        list.write(b == '\n' || (b == 0 && withoutNul) ? '"' : b);
      }
      if (i == words - 1) {
        list.write('z');
      } else {
        if (random.nextInt(10) == 0) list.write('\r');
        list.write('\n');
      }
    }
    return list.toByteArray();
  }
}
