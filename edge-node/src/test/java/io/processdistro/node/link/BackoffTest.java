package io.processdistro.node.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsStayWithinBoundsThatDoubleUpToTheLongest() {
    for (long seed = 0; seed < 200; seed++) {
      var backoff = new Backoff(100, 5_000, new Random(seed));
      for (long bound : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
        assertThat(backoff.nextMillis()).isBetween(1L, bound);
      }
      for (int i = 0; i < 100; i++) assertThat(backoff.nextMillis()).isBetween(1L, 5_000L);
      backoff.reset();
      assertThat(backoff.nextMillis()).isBetween(1L, 100L);
    }
  }

  @Test
  void theJitterUsesTheWholeRange() {
    var random = new Random(1);
    long early = 0;
    for (int i = 0; i < 1_000; i++) {
      var backoff = new Backoff(1_000, 1_000, random);
      if (backoff.nextMillis() <= 500) early++;
    }
    assertThat(early).isBetween(400L, 600L);
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> new Backoff(0, 1, new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(10, 9, new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
