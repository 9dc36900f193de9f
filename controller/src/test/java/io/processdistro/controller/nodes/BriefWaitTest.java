package io.processdistro.controller.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.loop.Slices;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BriefWaitTest {
  private static final int TURNS = 5;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<Integer> done = new ArrayList<>();
  private int turns;

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void whatIsAskedForInManyTurnsRunsTogetherAndInOrder() {
    Promise<List<Integer>> all = Promise.promise();
    loop.runOnContext(
        ignored -> {
          var wait = new BriefWait(vertx, new Slices(vertx, loop, () -> 0));
          ask(wait, 0, all);
        });
    assertThat(all.future().await()).containsExactly(TURNS, TURNS, TURNS, TURNS, TURNS);
  }

  /** Each notes how many turns there had been when it ran. */
  private void ask(BriefWait wait, int turn, Promise<List<Integer>> all) {
    if (turn == TURNS) return;
    turns++;
    wait.run(
        () -> {
          done.add(turns);
          if (done.size() == TURNS) all.complete(List.copyOf(done));
        });
    loop.runOnContext(ignored -> ask(wait, turn + 1, all));
  }
}
