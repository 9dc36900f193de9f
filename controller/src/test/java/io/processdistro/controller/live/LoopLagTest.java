package io.processdistro.controller.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Twenty turns of 50 ms each make nothing later than one or two of them. */
  @Test
  void slowTurnsDoNotAddUp() {
    var lateMillis = Collections.synchronizedList(new ArrayList<Long>());
    Promise<Long> longestTurn = Promise.promise();
    var context = vertx.getOrCreateContext();
    context.runOnContext(
        ignored -> {
          start((nanos, ownNanos) -> lateMillis.add(TimeUnit.NANOSECONDS.toMillis(nanos)));
          takeTurns(context, TURNS, System.nanoTime(), 0, longestTurn);
        });
    long longestMillis = longestTurn.future().await();
    await().until(() -> lateMillis.size() >= TURNS * TURN_MILLIS / 20);
    assertThat(List.copyOf(lateMillis))
        .allSatisfy(late -> assertThat(late).isLessThan(3 * longestMillis + TURN_MILLIS));
  }

  /** A turn ends with a timer: only then others have had theirs. */
  private void takeTurns(
      Context context, int left, long startNanos, long longestNanos, Promise<Long> longestTurn) {
    standStill(TURN_MILLIS);
    vertx.setTimer(
        1,
        ignored -> {
          long now = System.nanoTime();
          long longest = Math.max(longestNanos, now - startNanos);
          if (left > 1) takeTurns(context, left - 1, now, longest, longestTurn);
          else longestTurn.complete(TimeUnit.NANOSECONDS.toMillis(longest));
        });
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

  private static void standStill(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) Thread.onSpinWait();
  }
}
