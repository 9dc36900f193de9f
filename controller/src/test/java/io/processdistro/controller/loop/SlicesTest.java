package io.processdistro.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A flood leaves room for timers, and keeps its order. Time passes by work alone. */
class SlicesTest {
  private static final int FLOOD = 100;
  private static final long WORK_NANOS = 1_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final List<Integer> done = new ArrayList<>();

  private void work(int number, Promise<List<Integer>> all) {
    nanos.addAndGet(WORK_NANOS);
    done.add(number);
    if (number == 7) throw new IllegalStateException("one of them fails");
    if (number == 30) throw new AssertionError("another one, in a worse way");
    if (number == FLOOD - 1) all.complete(List.copyOf(done));
  }

  @Test
  void aTimerHasItsTurnWithinAFloodThatKeepsItsOrder() {
    var vertx = Vertx.vertx();
    try {
      var context = vertx.getOrCreateContext();
      var doneAtTimer = new AtomicInteger(-1);
      Promise<List<Integer>> all = Promise.promise();
      context.runOnContext(
          ignored -> {
            var slices = new Slices(vertx, context, nanos::get);
            vertx.setTimer(1, fired -> doneAtTimer.set(done.size()));
            for (int i = 0; i < FLOOD; i++) {
              int number = i;
              slices.run(() -> work(number, all));
            }
          });
      var order = all.future().await(20, TimeUnit.SECONDS);
      assertThat(order).isEqualTo(IntStream.range(0, FLOOD).boxed().toList());
      assertThat(doneAtTimer.get()).isBetween(1, FLOOD / 2);
    } catch (TimeoutException e) {
      throw new AssertionError("only " + done + " were done", e);
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void whatALoopKeepsUpWithIsDoneAtOnce() {
    var vertx = Vertx.vertx();
    try {
      var context = vertx.getOrCreateContext();
      Promise<Integer> doneOnReturn = Promise.promise();
      context.runOnContext(
          ignored -> {
            var slices = new Slices(vertx, context, nanos::get);
            for (int i = 0; i < 4; i++) slices.run(() -> done.add(0));
            doneOnReturn.complete(done.size());
          });
      assertThat(doneOnReturn.future().await()).isEqualTo(4);
    } finally {
      vertx.close().await();
    }
  }
}
