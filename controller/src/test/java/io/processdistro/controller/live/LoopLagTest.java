package io.processdistro.controller.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  @Test
  void aStallCountsForEverythingThatWasDueWithinIt() {
    var vertx = Vertx.vertx();
    var late = new AtomicInteger();
    try {
      var context = vertx.getOrCreateContext();
      context.runOnContext(
          ignored -> {
            var lag =
                new LoopLag(
                    vertx,
                    System::nanoTime,
                    nanos -> {
                      if (nanos > 100_000_000) late.incrementAndGet();
                    });
            lag.start();
            standStill(500);
          });
      // 25 were due, of which those of the first 400 ms were more than 100 ms late.
      await().until(() -> late.get() >= 18);
    } finally {
      vertx.close().await();
    }
    assertThat(late.get()).isLessThan(40);
  }

  private static void standStill(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) Thread.onSpinWait();
  }
}
