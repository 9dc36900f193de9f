package io.processdistro.controller.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.nodes.MemberCertificates;
import io.processdistro.controller.api.view.AdmissionJson;
import io.processdistro.controller.api.view.JoinJson;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.security.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all are a request, or refused with a sentence; nothing else comes out of the readers
 * of bodies. An ordinary test run mutates the seeds for a second; {@code scripts/test --fuzz} has
 * Jazzer do it for a minute.
 */
class SubmissionFuzzTest {
  private static final long MUTATING_SECONDS = 1;
  private static final int MUTATIONS_MAX = 200_000;
  private static final List<String> BODIES =
      List.of(
          "{\"task_type\":\"mandelbrot\",\"params\":{\"width\":64,\"height\":1e3}}",
          "{\"task_type\":\"x\",\"params\":{},\"inputs\":{\"a\":{\"sha256\":\""
              + "0".repeat(64)
              + "\"}},"
              + "\"priority\":\"low\",\"weight\":3,\"slots_max\":4,\"deadline\":\"2030-01-31T12:00:00Z\"}",
          "{\"module\":{\"sha256\":\""
              + "a".repeat(64)
              + "\",\"split\":\"lines:10\",\"phases\":[\"execute\"]}}",
          "{\"name\":\"attic\",\"request\":\"MIIB\",\"commitment\":\"" + "f".repeat(64) + "\"}",
          "{\"name\":\"room\",\"role\":\"node\",\"ttl_seconds\":3600,\"uses\":2}",
          "{\"task_type\":\"x\",\"params\":{\"size\":1e999999}}",
          "{\"task_type\":\"\\ud800\",\"params\":{\"size\":-2147483649}}",
          "[".repeat(200),
          "{\"request\":null}",
          "null",
          "");

  private final SubmissionReader reader =
      new SubmissionReader(ViewJson.strict(), InstantSource.fixed(Instant.EPOCH));
  private final StrictJson json = new StrictJson(ViewJson.strict(), Map.of());

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isARequestOrRefused(byte[] body) {
    if (body == null) return;
    attempt(() -> reader.read(body, Principal.OPERATOR));
    attempt(() -> MemberCertificates.parse(json.read(body, JoinJson.class).request()));
    attempt(() -> json.read(body, AdmissionJson.class));
    attempt(() -> json.read(body, AdmissionJson.Poll.class));
    attempt(() -> json.read(body, TokenJson.Request.class));
  }

  private static void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (ApiException refused) {
      assertThat(refused.getMessage().length()).isBetween(5, 2_000);
    }
  }

  static Stream<Arguments> seeds() {
    return BODIES.stream()
        .map(body -> Arguments.of((Object) body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void mutatedBodiesAreRequestsOrRefused() {
    var random = new Random(20_261_122);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MUTATING_SECONDS);
    for (int i = 0; i < MUTATIONS_MAX && System.nanoTime() < end; i++) {
      var body = BODIES.get(random.nextInt(BODIES.size())).getBytes(StandardCharsets.UTF_8);
      for (int edits = random.nextInt(4); edits >= 0 && body.length > 0; edits--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      isARequestOrRefused(body);
    }
  }
}
