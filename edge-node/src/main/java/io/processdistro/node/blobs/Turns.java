package io.processdistro.node.blobs;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets a bounded number of asynchronous actions go on at once; the others wait in order. The
 * waiting line is bounded by its users: one transfer per wanted blob or kept output. On one event
 * loop only.
 */
final class Turns {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Turns(int atOnce) {
    this.free = atOnce;
  }

  <T> Future<T> take(Supplier<Future<T>> action) {
    Promise<T> result = Promise.promise();
    waiting.add(
        () ->
            action
                .get()
                .onComplete(
                    (value, error) -> {
                      free++;
                      result.complete(value, error);
                      startWaiting();
                    }));
    startWaiting();
    return result.future();
  }

  private void startWaiting() {
    while (free > 0 && !waiting.isEmpty()) {
      free--;
      waiting.remove().run();
    }
  }
}
