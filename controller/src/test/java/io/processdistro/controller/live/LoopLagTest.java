package io.processdistro.controller.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  private static final long TURN_MILLIS = 50;
  private static final int TURNS = 20;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aStallCountsForEverythingThatWasDueWithinIt() {
    var late = new AtomicInteger();
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored -> {
              start(
                  (nanos, ownNanos) -> {
                    if (nanos > 100_000_000) late.incrementAndGet();
                  });
              standStill(500);
            });
    // 25 were due, of which those of the first 400 ms were more than 100 ms late.
    await().until(() -> late.get() >= 18);
    assertThat(late.get()).isLessThan(40);
  }

  /** Timers follow each other so closely that each turn of the loop has one, and none has rest. */
  @Test
  void slowTurnsDoNotAddUp() {
    var lateMillis = Collections.synchronizedList(new ArrayList<Long>());
    var longestNanos = new AtomicLong();
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored -> {
              start((nanos, ownNanos) -> lateMillis.add(TimeUnit.NANOSECONDS.toMillis(nanos)));
              for (int turn = 1; turn <= TURNS; turn++) {
                vertx.setTimer(
                    turn * (TURN_MILLIS - 1),
                    fired -> longestNanos.accumulateAndGet(standStill(TURN_MILLIS), Math::max));
              }
            });
    await().until(() -> lateMillis.size() >= TURNS * TURN_MILLIS / 20);
    long longestMillis = TimeUnit.NANOSECONDS.toMillis(longestNanos.get());
    assertThat(List.copyOf(lateMillis))
        .allSatisfy(late -> assertThat(late).isLessThan(4 * longestMillis));
  }

  @Test
  void whatWasWaitedForAProcessorIsNotTheLoopsOwn() {
    var times = ThreadTimes.parse("1500 2500 7\n").since(ThreadTimes.parse("1000 500 3\n"));
    assertThat(times).isEqualTo(new ThreadTimes(500, 2_000));
    var seen = Collections.synchronizedList(new ArrayList<long[]>());
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored -> {
              start((nanos, ownNanos) -> seen.add(new long[] {nanos, ownNanos}));
              standStill(100);
            });
    await().until(() -> seen.size() >= 4);
    assertThat(List.copyOf(seen))
        .allSatisfy(measured -> assertThat(measured[1]).isBetween(0L, measured[0]));
  }

  private void start(LoopLag.Listener listener) {
    new LoopLag(vertx, System::nanoTime, () -> 0, listener).start();
  }

  /** Gives how long that took, in nanoseconds. */
  private static long standStill(long millis) {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) Thread.onSpinWait();
    return System.nanoTime() - start;
  }
}
