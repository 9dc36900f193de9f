package io.processdistro.common.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.processdistro.common.trust.AdmissionCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all are a token, or refused with a sentence. An ordinary test run mutates the seeds
 * for a second; {@code scripts/test --fuzz} has Jazzer do it for a minute.
 */
class TokenFuzzTest {
  private static final long MUTATING_SECONDS = 1;
  private static final int MUTATIONS_MAX = 300_000;
  private static final List<String> FILES =
      List.of(
          "0123456789abcdef".repeat(4) + "." + "A".repeat(32),
          "A".repeat(32),
          "{\"address\":\"127.0.0.1\",\"port\":30000,\"ca\":null,\"token\":\""
              + "A".repeat(32)
              + "\"}",
          "{\"port\":1e99,\"token\":null}",
          "{",
          "K7QF-2MXP",
          "");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isATokenOrRefused(byte[] content) {
    if (content == null) return;
    try {
      assertThat(TokenFile.parse(content, "a file").token()).isNotEmpty();
    } catch (StateException refused) {
      assertThat(refused.getMessage()).startsWith("a file").hasSizeLessThan(1_000);
    }
    try {
      assertThat(AdmissionCode.parse(new String(content, StandardCharsets.UTF_8)).text())
          .hasSize("K7QF-2MXP".length());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("eight letters and digits");
    }
  }

  static Stream<Arguments> seeds() {
    return FILES.stream().map(file -> Arguments.of((Object) file.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void mutatedFilesAreTokensOrRefused() {
    var random = new Random(20_261_122);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MUTATING_SECONDS);
    for (int i = 0; i < MUTATIONS_MAX && System.nanoTime() < end; i++) {
      var file = FILES.get(random.nextInt(FILES.size())).getBytes(StandardCharsets.UTF_8);
      for (int edits = random.nextInt(4); edits >= 0 && file.length > 0; edits--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      }
      isATokenOrRefused(file);
    }
  }
}
