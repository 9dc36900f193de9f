package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.BcryptFunction;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.PasswordHashInput;
import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import io.processdistro.wasm.abi.PasswordHashInput.Mode;
import io.processdistro.wasm.reference.ReferenceHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PasswordHashKernelTest {
  private static final long SEED = 77;
  private static final String DIGITS =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** Every kind of line: empty, quoted, ending in CR LF, not ASCII, around block sizes. */
  private static final String TEXT =
      "secret\n\nsay \"hi\", he said\r\ncr\rinside\n,\nG\u00e4nsef\u00fc\u00dfchen\n"
          + "a".repeat(55)
          + "\n"
          + "b".repeat(56)
          + "\n"
          + "c".repeat(64)
          + "\n"
          + "d".repeat(111)
          + "\n"
          + "e".repeat(112)
          + "\n"
          + "f".repeat(300)
          + "\nwithout an end";

  @RegisterExtension
  static final RunnerHarness runner = new RunnerHarness(EngineProfile.BUILT_IN, 1);

  private static ModuleFile module;

  @BeforeAll
  static void warm() throws IOException {
    module = runner.warmModule(BuiltInModule.PASSWORD_HASH);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHA256", "SHA512"})
  void digestsEqualTheJdks(Algorithm algorithm) throws IOException {
    byte[] text = bytes(TEXT);
    var expected = new StringBuilder();
    for (byte[] word : ReferenceHash.words(text)) {
      expected
          .append(csvField(string(word)))
          .append(',')
          .append(ReferenceHash.hexDigest(algorithm, word))
          .append('\n');
    }
    assertThat(hash(algorithm, 4, 0, text)).isEqualTo(expected.toString());
  }

  @Test
  void bcryptHashesAreAcceptedByAnIndependentImplementation() throws IOException {
    byte[] text = bytes("secret\n\np\u00e4ss\n" + "x".repeat(71) + "\n" + "y".repeat(72));
    String[] lines = hash(Algorithm.BCRYPT, 5, 1000, text).split("\n");
    var words = ReferenceHash.words(text);

    assertThat(lines).hasSize(words.size());
    for (int i = 0; i < lines.length; i++) {
      String hash = lines[i].substring(lines[i].length() - 60);
      assertThat(hash).startsWith("$2b$05$" + encoded(ReferenceHash.salt(SEED, 1000 + i)));
      assertThat(BcryptFunction.getInstanceFromHash(hash).check(words.get(i), bytes(hash)))
          .as("word %d", i)
          .isTrue();
    }
  }

  @Test
  void bcryptReadsSeventyTwoBytesAndStopsAtNul() throws IOException {
    String long72 = "z".repeat(72);
    String[] lines = hash(Algorithm.BCRYPT, 4, 0, bytes(long72 + "tail\nab\0cd\n")).split("\n");

    String first = lines[0].substring(lines[0].length() - 60);
    assertThat(BcryptFunction.getInstanceFromHash(first).check(bytes(long72), bytes(first)))
        .isTrue();
    String second = lines[1].substring(lines[1].length() - 60);
    assertThat(BcryptFunction.getInstanceFromHash(second).check(bytes("ab"), bytes(second)))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"SHA256", "SHA512"})
  void auditsFindExactlyTheWordsOfTheGivenDigests(Algorithm algorithm) throws IOException {
    byte[] text = bytes("alpha\nbeta\ngamma, \"delta\"\nbeta\nomega");
    var targets = new ArrayList<byte[]>();
    for (var word : List.of("beta", "gamma, \"delta\"", "absent", "missing", "away")) {
      targets.add(ReferenceHash.digest(algorithm, bytes(word)));
    }
    targets.sort(Arrays::compareUnsigned);

    String beta = ReferenceHash.hexDigest(algorithm, bytes("beta"));
    String gamma = ReferenceHash.hexDigest(algorithm, bytes("gamma, \"delta\""));
    assertThat(audit(algorithm, targets, 0, 5, text))
        .isEqualTo(beta + ",beta\n" + gamma + ",\"gamma, \"\"delta\"\"\"\n" + beta + ",beta\n");
  }

  @Test
  void bcryptAuditsRunPairByPairWithEachHashesOwnCostAndPrefix() throws IOException {
    String[] hashed = hash(Algorithm.BCRYPT, 4, 0, bytes("one\ntwo\n")).split("\n");
    String one = hashed[0].substring(4).replace("$2b$", "$2y$");
    String two = hashed[1].substring(4).replace("$2b$", "$2a$");
    String other = hash(Algorithm.BCRYPT, 6, 9, bytes("three")).strip().substring(6);
    var targets = List.of(bytes(one), bytes(two), bytes(other));
    byte[] text = bytes("two\nthree\none\n");

    String[] whole = audit(Algorithm.BCRYPT, targets, 0, 9, text).split("\n");
    assertThat(whole).containsExactly(two + ",two", other + ",three", one + ",one");
    // Pairs 4 to 6 are: three with the second and third hash, one with the first.
    assertThat(audit(Algorithm.BCRYPT, targets, 4, 7, bytes("three\none\n")).split("\n"))
        .containsExactly(other + ",three", one + ",one");
  }

  private static String hash(Algorithm algorithm, int cost, long firstWord, byte[] text)
      throws IOException {
    int words = ReferenceHash.words(text).size();
    var mode = new Mode.Hash(cost, SEED);
    return run(
        new PasswordHashInput(
            algorithm, mode, firstWord, firstWord, firstWord + words, text.length),
        text);
  }

  private static String audit(
      Algorithm algorithm, List<byte[]> targets, long from, long to, byte[] text)
      throws IOException {
    long firstWord = algorithm == Algorithm.BCRYPT ? from / targets.size() : from;
    var mode = new Mode.Audit(targets);
    return run(new PasswordHashInput(algorithm, mode, firstWord, from, to, text.length), text);
  }

  private static String run(PasswordHashInput input, byte[] text) throws IOException {
    return string(
        runner.output(
            module, input.fixedHeader(), runner.part(input.entries()), runner.part(text)));
  }

  private static String csvField(String word) {
    boolean plain = word.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return plain ? word : '"' + word.replace("\"", "\"\"") + '"';
  }

  /** The first 22 digits that bcrypt writes for 16 bytes. */
  private static String encoded(byte[] salt) {
    var bits = new StringBuilder();
    for (byte part : salt) {
      for (int bit = 7; bit >= 0; bit--) bits.append((part >> bit) & 1);
    }
    bits.append("0000");
    var text = new StringBuilder();
    for (int i = 0; i < bits.length(); i += 6) {
      text.append(DIGITS.charAt(Integer.parseInt(bits.substring(i, i + 6), 2)));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String string(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }
}
