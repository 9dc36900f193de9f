package io.processdistro.controller.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any query at all is a value within its bounds, or refused with a sentence; nothing else comes out
 * of the readers. An ordinary test run mutates the seeds for a second; {@code scripts/test --fuzz}
 * has Jazzer do it for a minute.
 */
class QueriesFuzzTest {
  private static final long MUTATING_SECONDS = 1;
  private static final int MUTATIONS_MAX = 200_000;
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final String NAME = "q";
  private static final List<String> QUERIES =
      List.of(
          "q=100&state=running",
          "q=999999999999999999",
          "q=1000000000000000000",
          "q=00000000000000000000000001",
          "q=-1&q=+1",
          "q=30s",
          "q=99999ms",
          "q=60001ms",
          "q=true&x=%00",
          "q=0..16",
          "q=999999999999999998..999999999999999999",
          "q=16..16",
          "q=..",
          "q=%D9%A3%D9%A4",
          "q=%F0%9F%98%80",
          "q=%C3%28",
          "q=%",
          "q=%zz",
          "q=1;q=2",
          "q",
          "=q",
          "&&&",
          "");

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isAValueOrRefused(byte[] query) {
    if (query == null) return;
    var values = decoded(query).getOrDefault(NAME, List.of());
    attempt(() -> Queries.single(NAME, values));
    for (var text : values) {
      attempt(() -> Queries.flag(NAME, text));
      attempt(() -> assertThat(Queries.number(NAME, text)).isNotNegative());
      attempt(() -> assertThat(Queries.limit(text)).isBetween(1, 500));
      attempt(
          () ->
              assertThat(Queries.duration(NAME, text, WAIT_MAX))
                  .isBetween(Duration.ZERO, WAIT_MAX));
      attempt(() -> assertThat(Queries.range(NAME, text)).matches(one -> one.from() < one.to()));
    }
  }

  /** As the web framework decodes; what it cannot decode is refused by it. */
  private static Map<String, List<String>> decoded(byte[] query) {
    try {
      var text = new String(query, StandardCharsets.UTF_8);
      return new QueryStringDecoder("/v1/jobs?" + text).parameters();
    } catch (IllegalArgumentException refused) {
      return Map.of();
    }
  }

  /** A wrong value is not quoted unless it is a number: it may be anything, and long. */
  private static void attempt(Supplier<?> reading) {
    try {
      reading.get();
    } catch (ApiException refused) {
      assertThat(refused.getMessage().length()).isBetween(5, 100);
      assertThat(refused.getMessage()).matches("[ -~]*");
    }
  }

  static Stream<Arguments> seeds() {
    return QUERIES.stream()
        .map(query -> Arguments.of((Object) query.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void mutatedQueriesAreValuesOrRefused() {
    var random = new Random(20_261_122);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MUTATING_SECONDS);
    for (int i = 0; i < MUTATIONS_MAX && System.nanoTime() < end; i++) {
      var query = QUERIES.get(random.nextInt(QUERIES.size())).getBytes(StandardCharsets.UTF_8);
      for (int edits = random.nextInt(4); edits >= 0 && query.length > 0; edits--) {
        query[random.nextInt(query.length)] = (byte) random.nextInt(256);
      }
      isAValueOrRefused(query);
    }
  }

  @Test
  void whatIsRightIsReadExactly() {
    assertThat(Queries.number(NAME, "999999999999999999")).isEqualTo(999_999_999_999_999_999L);
    assertThat(Queries.limit("500")).isEqualTo(500);
    assertThat(Queries.duration(NAME, "60s", WAIT_MAX)).isEqualTo(WAIT_MAX);
    assertThat(Queries.duration(NAME, "1ms", WAIT_MAX)).isEqualTo(Duration.ofMillis(1));
    assertThat(Queries.range(NAME, "0..16").to()).isEqualTo(16);
    assertThat(Queries.flag(NAME, "true")).isTrue();
  }

  /** Digits of other scripts, signs, and what does not fit. */
  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "-1", "+1", "٣", "1e3", "0x1", "1000000000000000000", "1\n"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatThrownBy(() -> Queries.number(NAME, text)).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> Queries.limit(text)).isInstanceOf(ApiException.class);
  }
}
